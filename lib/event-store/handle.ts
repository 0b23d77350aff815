import type { Decider, Rejection } from "./decider";
import { eventIdOf, type DomainEvent, type Metadata, type NewEvent, type StoredEvent } from "./event";
import type { EventStore } from "./event-store";

/** Conflicts in a row before giving up. Each one means that somebody else made progress. */
const mostAttempts = 100;

/**
 * Openings have event ids apart from those of other commands: whoever guesses the id of an opening and sends a command
 * under it must neither be answered with the opening nor take its place.
 */
const openingIndex = -1_000;

/** A stream as loaded: which one, and its events folded. */
export interface LoadedStream<State> {
  readonly streamId: string;
  /** 0 when nothing was ever appended. */
  readonly version: number;
  readonly state: State;
}

/** A command with its id. Sending the same id again is answered with the same events. */
export interface Envelope<Command> {
  readonly commandId: string;
  readonly command: Command;
  /** ISO time at which it happened, for imported history. */
  readonly occurredAt?: string;
  /** Why, in words, where somebody said so. */
  readonly reason?: string;
  /** The event that caused it. */
  readonly causationId?: string;
}

export type CommandOutcome<Event extends DomainEvent> = { readonly commandId: string } & (
  | { readonly outcome: "accepted"; readonly events: readonly StoredEvent<Event>[] }
  | { readonly outcome: "unchanged" }
  | { readonly outcome: "rejected"; readonly rejection: Rejection }
);

export interface HandleResult<State, Event extends DomainEvent> {
  readonly streamId: string;
  readonly version: number;
  /** Position of the last event appended or found, 0 when there is none: what a reader may wait for. */
  readonly position: number;
  readonly state: State;
  /** One per command, in order. A rejected command does not stop the ones after it. */
  readonly outcomes: readonly CommandOutcome<Event>[];
}

export interface HandleOptions<State, Command, Event extends DomainEvent> {
  readonly store: EventStore;
  readonly decider: Decider<State, Command, Event>;
  readonly schemaVersion: number;
  /** Finds and folds the stream; called again after a conflict, so that commands rebase on what came first. */
  readonly load: () => Promise<LoadedStream<State>>;
  /** The command that a new stream begins with. It is recorded only together with what follows it. */
  readonly opening?: (loaded: LoadedStream<State>) => Envelope<Command>;
  readonly commands: readonly Envelope<Command>[];
  readonly metadata: Omit<Metadata, "commandId" | "occurredAt">;
}

/**
 * Loads, decides, appends: a batch of commands for one stream, as one append.
 *
 * Throws when the database fails, or when conflicts never end; sending the same commands again is always safe.
 */
export async function handle<State, Command, Event extends DomainEvent>(
  options: HandleOptions<State, Command, Event>,
): Promise<HandleResult<State, Event>> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const loaded = await options.load();
    // Only after loading: a command whose events the state already shows would else be taken for one that changes nothing.
    const answered = await findAnswered(options);
    if (isOutdated(loaded, answered)) continue;
    const plan = decideAll(options, loaded, answered);
    if (plan.events.length === 0) return toResult(loaded, plan, []);
    const appended = await options.store.append({
      streamId: loaded.streamId,
      expectedVersion: loaded.version,
      events: plan.events,
    });
    if (appended.outcome === "appended") return toResult(loaded, plan, appended.events);
  }
  throw new Error("This stream is too busy: other appends kept coming first.");
}

type Answered<Event extends DomainEvent> = ReadonlyMap<string, readonly StoredEvent<Event>[]>;

/** The events of those commands that were stored before, whichever stream they went to, by the id of their first event. */
async function findAnswered<State, Command, Event extends DomainEvent>(
  options: HandleOptions<State, Command, Event>,
): Promise<Answered<Event>> {
  const { store, commands, metadata } = options;
  const firsts = await store.findByIds<Event>(commands.map(({ commandId }) => eventIdOf(commandId, 0)));
  const answered = new Map<string, readonly StoredEvent<Event>[]>();
  for (const first of firsts) {
    const { actor, commandId } = first.metadata;
    if (actor !== metadata.actor) throw new Error(`Command ${commandId} was sent by somebody else before.`);
    const events = await store.readStream<Event>(first.streamId, { after: first.version - 1 });
    answered.set(
      first.eventId,
      events.filter((stored) => stored.metadata.commandId === commandId),
    );
  }
  return answered;
}

/** Whether the stream was loaded before these answers were appended to it. */
function isOutdated<Event extends DomainEvent>(
  { streamId, version }: LoadedStream<unknown>,
  answered: Answered<Event>,
): boolean {
  return [...answered.values()].some((events) =>
    events.some((stored) => stored.streamId === streamId && stored.version > version),
  );
}

interface Plan<State, Event extends DomainEvent> {
  readonly state: State;
  readonly events: readonly NewEvent<Event>[];
  readonly outcomes: readonly CommandOutcome<Event>[];
}

function decideAll<State, Command, Event extends DomainEvent>(
  options: HandleOptions<State, Command, Event>,
  loaded: LoadedStream<State>,
  answered: Answered<Event>,
): Plan<State, Event> {
  const { decider } = options;
  let state = loaded.state;
  const events: NewEvent<Event>[] = [];
  const decideOne = (envelope: Envelope<Command>, firstIndex = 0): CommandOutcome<Event> => {
    const { commandId } = envelope;
    const before = answered.get(eventIdOf(commandId, firstIndex));
    if (before) return { commandId, outcome: "accepted", events: before };
    const decision = decider.decide(envelope.command, state);
    if (decision.outcome !== "decided") return { commandId, ...decision };
    state = decision.events.reduce(decider.evolve, state);
    events.push(...decision.events.map((event, index) => toNewEvent(options, envelope, event, firstIndex + index)));
    return { commandId, outcome: "accepted", events: [] };
  };

  if (loaded.version === 0 && options.opening) decideOne(options.opening(loaded), openingIndex);
  const opened = events.length;
  const outcomes = options.commands.map((envelope) => decideOne(envelope));
  if (events.length === opened) return { state: loaded.state, events: [], outcomes };
  return { state, events, outcomes };
}

function toNewEvent<State, Command, Event extends DomainEvent>(
  { metadata, schemaVersion }: HandleOptions<State, Command, Event>,
  envelope: Envelope<Command>,
  event: Event,
  index: number,
): NewEvent<Event> {
  const { command: _, ...about } = envelope;
  return { eventId: eventIdOf(about.commandId, index), event, schemaVersion, metadata: { ...metadata, ...about } };
}

function toResult<State, Event extends DomainEvent>(
  loaded: LoadedStream<State>,
  plan: Plan<State, Event>,
  appended: readonly StoredEvent<Event>[],
): HandleResult<State, Event> {
  const outcomes = plan.outcomes.map((outcome) => {
    if (outcome.outcome !== "accepted" || outcome.events.length > 0) return outcome;
    return { ...outcome, events: appended.filter((stored) => stored.metadata.commandId === outcome.commandId) };
  });
  const positions = outcomes.flatMap((outcome) => (outcome.outcome === "accepted" ? outcome.events : []));
  return {
    streamId: loaded.streamId,
    version: appended.at(-1)?.version ?? loaded.version,
    position: Math.max(0, ...positions.map((stored) => stored.position)),
    state: plan.state,
    outcomes,
  };
}
