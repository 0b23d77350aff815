import { randomUUID } from "node:crypto";
import { createTestDatabase } from "@/lib/database/test-database";
import { decided, rejected, unchanged, type Decider } from "./decider";
import { EventStore } from "./event-store";
import type { DomainEvent } from "./event";
import { handle, type Envelope, type HandleOptions, type HandleResult } from "./handle";
import { newStreamId, loadStream } from "./test-events";

export type Visits = number;
export type VisitCommand =
  | { readonly type: "openBook" }
  | { readonly type: "count"; readonly visits: number }
  | { readonly type: "countTwice" }
  | { readonly type: "countUpTo"; readonly limit: number };
export type VisitEvent = DomainEvent<"bookOpened", null> | DomainEvent<"counted", { readonly visits: number }>;

/** A visitors' book: the smallest decider that can accept, reject and find nothing to do. */
export const visitBook: Decider<Visits, VisitCommand, VisitEvent> = {
  initialState: 0,
  evolve: (visits, event) => (event.type === "counted" ? visits + event.data.visits : visits),
  decide(command, visits) {
    switch (command.type) {
      case "openBook":
        return decided({ type: "bookOpened", data: null });
      case "count":
        return decided(counted(command.visits));
      case "countTwice":
        return decided(counted(1), counted(1));
      case "countUpTo":
        if (visits > command.limit) return rejected("too-many", "There were more visits than that already.");
        return visits === command.limit ? unchanged : decided(counted(command.limit - visits));
    }
  },
};

export function counted(visits: number): VisitEvent {
  return { type: "counted", data: { visits } };
}

export function send(command: VisitCommand, commandId: string = randomUUID()): Envelope<VisitCommand> {
  return { commandId, command };
}

export type VisitOptions = HandleOptions<Visits, VisitCommand, VisitEvent>;

/** Hands commands for a visitors' book to `handle`; the stream is read for each unless `options` say otherwise. */
export function handleVisits(
  store: EventStore,
  streamId: string,
  commands: VisitOptions["commands"],
  options: Partial<VisitOptions> = {},
) {
  return handle({
    store,
    decider: visitBook,
    schemaVersionOf: () => 1,
    load: () => loadStream(store, visitBook, streamId),
    turn: streamId,
    commands,
    metadata: { actor: "test:clerk", correlationId: randomUUID() },
    ...options,
  });
}

/** The events of each command that was accepted, or what became of it instead. */
export function eventsOf(result: HandleResult<Visits, VisitEvent>) {
  return result.outcomes.map((outcome) => (outcome.outcome === "accepted" ? outcome.events : outcome.outcome));
}

/** An empty log, and the id of a stream in it. */
export async function openLog() {
  const database = await createTestDatabase();
  return { database, store: new EventStore(database.connect()), streamId: newStreamId() };
}
