import type { Decider } from "./decider";
import type { DomainEvent, StoredEvent } from "./event";
import type { EventStore } from "./event-store";
import type { Snapshots } from "./snapshots";

/** A stream folded: its state after its first `version` events. */
export interface FoldedStream<State> {
  readonly version: number;
  readonly state: State;
}

/** Every so many events a state is kept, so that any moment of a long stream is near one. */
const checkpointEvery = 1_000;

/** How many events in one reading make a snapshot worth its while. */
const defaultSnapshotEvery = 500;

/** How much is remembered, and where else states are kept. */
export interface StreamStatesOptions<State> {
  readonly mostStreams?: number;
  /** For streams that aren't remembered; without them such a stream is read whole. */
  readonly snapshots?: Snapshots<State>;
  /** Whoever reads so many events to reach the end of a stream leaves a snapshot there. */
  readonly snapshotEvery?: number;
}

/**
 * Folds streams, and remembers states so that a warm stream costs only the reading of its tail.
 *
 * A cache and nothing more: events never change, so a remembered state never goes stale, only behind; it holds the
 * `mostStreams` used last and can be dropped at any time.
 */
export class StreamStates<State, Event extends DomainEvent> {
  readonly #store: EventStore;
  readonly #decider: Pick<Decider<State, never, Event>, "initialState" | "evolve">;
  readonly #mostStreams: number;
  readonly #snapshots: Snapshots<State> | undefined;
  readonly #snapshotEvery: number;
  /** By stream, the least recently used first; the states of a stream by version, ascending. */
  readonly #streams = new Map<string, readonly FoldedStream<State>[]>();

  constructor(
    store: EventStore,
    decider: Pick<Decider<State, never, Event>, "initialState" | "evolve">,
    { mostStreams = 2_000, snapshots, snapshotEvery = defaultSnapshotEvery }: StreamStatesOptions<State> = {},
  ) {
    this.#store = store;
    this.#decider = decider;
    this.#mostStreams = mostStreams;
    this.#snapshots = snapshots;
    this.#snapshotEvery = snapshotEvery;
  }

  /** The stream as this process saw it last, without asking the log: it may be behind. Undefined if it is not remembered. */
  remembered(streamId: string): FoldedStream<State> | undefined {
    return this.#streams.get(streamId)?.at(-1);
  }

  /** Keeps what this process has just made of a stream, so that its next command needs no reading. */
  remember(streamId: string, folded: FoldedStream<State>): void {
    this.#keep(streamId, [folded]);
  }

  /** The stream as it is now; version 0 when nothing was ever appended. */
  async latest(streamId: string): Promise<FoldedStream<State>> {
    return this.at(streamId, 2_147_483_647);
  }

  /** The stream after its first `version` events, or after all it has, if those are fewer. */
  async at(streamId: string, version: number): Promise<FoldedStream<State>> {
    const known = this.#streams.get(streamId) ?? [];
    const remembered = known.findLast((kept) => kept.version <= version);
    if (remembered?.version === version) return remembered;
    const { start, tail } = await this.#read(streamId, remembered, version);
    let folded = start;
    const checkpoints: FoldedStream<State>[] = [];
    for (const stored of tail) {
      folded = { version: stored.version, state: this.#decider.evolve(folded.state, stored.event) };
      if (stored.version % checkpointEvery === 0) checkpoints.push(folded);
    }
    this.#keep(streamId, [...checkpoints, folded]);
    const last = tail.at(-1);
    // Short of the version asked for: this is the end of the stream, where the next cold reader wants to begin.
    if (last && last.version < version && tail.length >= this.#snapshotEvery)
      void this.#snapshots?.save(last, folded.state);
    return folded;
  }

  /** What to begin with, and the events from there up to a version. */
  async #read(
    streamId: string,
    remembered: FoldedStream<State> | undefined,
    upTo: number,
  ): Promise<{ start: FoldedStream<State>; tail: readonly StoredEvent<Event>[] }> {
    const start = remembered ?? { version: 0, state: this.#decider.initialState };
    if (remembered || !this.#snapshots)
      return { start, tail: await this.#store.readStream<Event>(streamId, { after: start.version, upTo }) };
    const { snapshot, tail } = await this.#snapshots.load<Event>(streamId, upTo);
    return { start: snapshot ?? start, tail };
  }

  /** `found` ascends by version, and what is known between its first and its last is in it. */
  #keep(streamId: string, found: readonly FoldedStream<State>[]): void {
    const known = this.#streams.get(streamId) ?? [];
    const [first, last] = [found[0]?.version ?? 0, found.at(-1)?.version ?? 0];
    const all = [
      ...known.filter(({ version }) => version < first),
      ...found,
      ...known.filter(({ version }) => version > last),
    ];
    const newest = all.at(-1)?.version;
    const worthKeeping = all.filter(
      ({ version }) => version > 0 && (version === newest || version % checkpointEvery === 0),
    );
    this.#streams.delete(streamId);
    if (worthKeeping.length > 0) this.#streams.set(streamId, worthKeeping);
    if (this.#streams.size <= this.#mostStreams) return;
    const [leastRecent] = this.#streams.keys();
    if (leastRecent !== undefined) this.#streams.delete(leastRecent);
  }
}
