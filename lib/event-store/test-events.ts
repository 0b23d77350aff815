import { randomUUID } from "node:crypto";
import type postgres from "postgres";
import type { Decider } from "./decider";
import { eventIdOf } from "./derived-id";
import { streamIdOf, type DomainEvent, type NewEvent } from "./event";
import type { EventStore } from "./event-store";

/** An event without a domain, for tests of the log. */
export function note(text: string, { commandId = randomUUID(), index = 0 } = {}): NewEvent {
  return {
    eventId: eventIdOf(commandId, index),
    event: { type: "noted", data: { text } },
    schemaVersion: 1,
    metadata: { actor: "test:clerk", commandId, correlationId: commandId },
  };
}

/** A stream that nobody else writes to. */
export function newStreamId(): string {
  return streamIdOf("diary", randomUUID());
}

/** So many events, each of a command of its own. */
export function newEvents(count: number): NewEvent[] {
  return Array.from({ length: count }, (_, index) => note(String(index)));
}

/** Reads a stream whole and folds it. */
export async function loadStream<State, Event extends DomainEvent>(
  store: EventStore,
  decider: Pick<Decider<State, never, Event>, "initialState" | "evolve">,
  streamId: string,
) {
  const events = await store.readStream<Event>(streamId);
  const state = events.reduce((folded, stored) => decider.evolve(folded, stored.event), decider.initialState);
  return { streamId, version: events.length, state, events };
}

/** Calls `append_events` on a connection of the caller's, so that it can be held open or rolled back. */
export async function appendWithin(
  sql: postgres.Sql | postgres.TransactionSql,
  streamId: string,
  note: NewEvent,
): Promise<void> {
  await sql`select append_events(${streamId}, 0, ${[note.eventId]}, ${[note.event.type]}, ${[note.schemaVersion]},
    ${[JSON.stringify(note.event.data)]}, ${[JSON.stringify(note.metadata)]})`;
}

/** Every position in the log, in order. */
export async function allPositions(sql: postgres.Sql): Promise<number[]> {
  const rows = await sql<{ position: number }[]>`select position from events order by position`;
  return rows.map((row) => row.position);
}
