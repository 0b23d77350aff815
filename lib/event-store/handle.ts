import type { Decider, Rejection } from "./decider";
import { LogBusyError } from "./append-queue";
import { eventIdOf } from "./derived-id";
import type { DomainEvent, Metadata, NewEvent, StoredEvent } from "./event";
import type { EventStore } from "./event-store";

/** Conflicts in a row before giving up. Each one means that somebody else made progress. */
const mostAttempts = 100;

/**
 * Openings have event ids apart from those of other commands: whoever guesses the id of an opening and sends a command
 * under it must neither be answered with the opening nor take its place.
 */
const openingIndex = -1_000;

const commandTaken: Rejection = {
  code: "command-taken",
  message: "This was sent under the id of somebody else's command. Nothing was changed; please send it anew.",
};

/** A stream as loaded: which one, and its events folded. */
export interface LoadedStream<State> {
  readonly streamId: string;
  /** 0 when nothing was ever appended. */
  readonly version: number;
  readonly state: State;
}

/** Whether a stream may be as this process remembers it, or must be as the log has it now. */
export type Freshness = "remembered" | "current";

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
  /** The schema version under which events of a type are stored today. */
  readonly schemaVersionOf: (type: Event["type"]) => number;
  /** Finds and folds the stream; called again after a conflict, so that commands rebase on what came first. */
  readonly load: (freshness: Freshness) => Promise<LoadedStream<State>>;
  /** Hears of the stream as this append has left it. */
  readonly remember?: (loaded: LoadedStream<State>) => void;
  /** Commands under the same key take turns in this process: the stream's id, or what leads to the stream. */
  readonly turn: string;
  /** The command that a new stream begins with. It is recorded only together with what follows it. */
  readonly opening?: (loaded: LoadedStream<State>) => Envelope<Command>;
  readonly commands: readonly Envelope<Command>[];
  readonly metadata: Omit<Metadata, "commandId" | "occurredAt">;
}

/**
 * Loads, decides, appends: a batch of commands for one stream, as one append. On a stream that this process remembers that
 * is one round trip.
 *
 * Throws when the database fails or is busy, or when conflicts never end; sending the same commands again is always safe.
 */
export async function handle<State, Command, Event extends DomainEvent>(
  options: HandleOptions<State, Command, Event>,
): Promise<HandleResult<State, Event>> {
  return options.store.inTurn(
    options.turn,
    async () => (await handleFromMemory(options)) ?? (await handleFromLog(options)),
  );
}

/**
 * Trusts what is remembered: if it is behind, or a command was sent before, the append is refused. Where a command leads to
 * no event there is nothing that could be refused: then undefined, and the log decides.
 */
async function handleFromMemory<State, Command, Event extends DomainEvent>(
  options: HandleOptions<State, Command, Event>,
): Promise<HandleResult<State, Event> | undefined> {
  const loaded = await options.load("remembered");
  const plan = decideAll(options, loaded, new Map());
  if (plan.events.length === 0 || plan.outcomes.some(({ outcome }) => outcome !== "accepted")) return undefined;
  return appendPlan(options, loaded, plan);
}

async function handleFromLog<State, Command, Event extends DomainEvent>(
  options: HandleOptions<State, Command, Event>,
): Promise<HandleResult<State, Event>> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const loaded = await options.load("current");
    // Only after loading: a command whose events the state already shows would else be taken for one that changes nothing.
    const answered = await findAnswered(options);
    if (isOutdated(loaded, answered)) continue;
    const plan = decideAll(options, loaded, answered);
    if (plan.events.length === 0) return toResult(loaded, plan, []);
    const result = await appendPlan(options, loaded, plan);
    if (result) return result;
  }
  throw new LogBusyError("Other appends to this stream kept coming first. Try again in a moment.");
}

/** Undefined when the stream is no longer as it was loaded, or when a command turns out to have been sent before. */
async function appendPlan<State, Command, Event extends DomainEvent>(
  { store, remember }: HandleOptions<State, Command, Event>,
  loaded: LoadedStream<State>,
  plan: Plan<State, Event>,
): Promise<HandleResult<State, Event> | undefined> {
  const { streamId, version } = loaded;
  const appended = await store.append({ streamId, expectedVersion: version, events: plan.events });
  if (appended.outcome !== "appended") return undefined;
  remember?.({ streamId, version: version + plan.events.length, state: plan.state });
  return toResult(loaded, plan, appended.events);
}

/** Commands that were sent before, by the id of their first event: their events, or that it was somebody else who sent them. */
type Answered<Event extends DomainEvent> = ReadonlyMap<string, readonly StoredEvent<Event>[] | "by somebody else">;

/** Finds those of the commands that were sent before, whichever stream they went to. */
async function findAnswered<State, Command, Event extends DomainEvent>(
  options: HandleOptions<State, Command, Event>,
): Promise<Answered<Event>> {
  const { store, commands, metadata } = options;
  const firsts = await store.findByIds<Event>(commands.map(({ commandId }) => eventIdOf(commandId, 0)));
  const answered = new Map<string, readonly StoredEvent<Event>[] | "by somebody else">();
  for (const first of firsts) {
    const { actor, commandId } = first.metadata;
    if (actor !== metadata.actor) {
      answered.set(first.eventId, "by somebody else");
      continue;
    }
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
  return [...answered.values()]
    .flatMap((events) => (events === "by somebody else" ? [] : events))
    .some((stored) => stored.streamId === streamId && stored.version > version);
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
    // An id costs as much as a decision: on the hot path there is nothing to look up.
    const before = answered.size === 0 ? undefined : answered.get(eventIdOf(commandId, firstIndex));
    if (before === "by somebody else") return { commandId, outcome: "rejected", rejection: commandTaken };
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
  { metadata, schemaVersionOf }: HandleOptions<State, Command, Event>,
  envelope: Envelope<Command>,
  event: Event,
  index: number,
): NewEvent<Event> {
  const { command: _, ...about } = envelope;
  return {
    eventId: eventIdOf(about.commandId, index),
    event,
    schemaVersion: schemaVersionOf(event.type),
    metadata: { ...metadata, ...about },
  };
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
