import type { Decider } from "./decider";
import type { DomainEvent } from "./event";
import type { EventStore } from "./event-store";

/** A stream folded: its state after its first `version` events. */
export interface FoldedStream<State> {
  readonly version: number;
  readonly state: State;
}

/** Every so many events a state is kept, so that any moment of a long stream is near one. */
const checkpointEvery = 1_000;

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
  /** By stream, the least recently used first; the states of a stream by version, ascending. */
  readonly #streams = new Map<string, readonly FoldedStream<State>[]>();

  constructor(
    store: EventStore,
    decider: Pick<Decider<State, never, Event>, "initialState" | "evolve">,
    mostStreams = 2_000,
  ) {
    this.#store = store;
    this.#decider = decider;
    this.#mostStreams = mostStreams;
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
    let folded = known.findLast((kept) => kept.version <= version) ?? { version: 0, state: this.#decider.initialState };
    if (folded.version === version) return folded;
    const checkpoints: FoldedStream<State>[] = [];
    for (const stored of await this.#store.readStream<Event>(streamId, { after: folded.version, upTo: version })) {
      folded = { version: stored.version, state: this.#decider.evolve(folded.state, stored.event) };
      if (stored.version % checkpointEvery === 0) checkpoints.push(folded);
    }
    this.#keep(streamId, [...checkpoints, folded]);
    return folded;
  }

  #keep(streamId: string, found: readonly FoldedStream<State>[]): void {
    const known = this.#streams.get(streamId) ?? [];
    const newest = Math.max(...[...known, ...found].map(({ version }) => version));
    const byVersion = new Map([...known, ...found].map((kept) => [kept.version, kept]));
    const worthKeeping = [...byVersion.values()].filter(
      ({ version }) => version > 0 && (version === newest || version % checkpointEvery === 0),
    );
    this.#streams.delete(streamId);
    if (worthKeeping.length > 0)
      this.#streams.set(
        streamId,
        worthKeeping.toSorted((a, b) => a.version - b.version),
      );
    if (this.#streams.size <= this.#mostStreams) return;
    const [leastRecent] = this.#streams.keys();
    if (leastRecent !== undefined) this.#streams.delete(leastRecent);
  }
}
