import type postgres from "postgres";
import { hasCode, uniqueViolation } from "@/lib/database/error-code";
import type { Append } from "./event";

/** What the database answers to one append. */
export type Answer =
  | {
      readonly outcome: "appended";
      /** Of the events, in their order. */
      readonly positions: readonly number[];
      readonly storedAt: Date;
    }
  | { readonly outcome: "duplicate"; readonly currentVersion: number }
  | { readonly outcome: "conflict"; readonly currentVersion: number };

interface AnswerRow {
  outcome: Answer["outcome"];
  /** Before this append. */
  current_version: number;
  positions: number[] | null;
  stored_at: Date;
}

/** Appends to one stream: one statement, one commit. */
export async function appendOne(sql: postgres.Sql, append: Append): Promise<Answer> {
  try {
    return await appendAtOnce(sql, append);
  } catch (error) {
    // Two appends passed the version check together and the index stopped the second: ask again for its answer.
    if (hasCode(error, uniqueViolation)) return appendAtOnce(sql, append);
    throw error;
  }
}

async function appendAtOnce(sql: postgres.Sql, { streamId, expectedVersion, events }: Append): Promise<Answer> {
  const [row] = await sql<AnswerRow[]>`
    select outcome, current_version, positions, stored_at from append_events(
      ${streamId}, ${expectedVersion}, ${events.map(({ eventId }) => eventId)}, ${events.map(({ event }) => event.type)},
      ${events.map(({ schemaVersion }) => schemaVersion)}, ${events.map(({ event }) => JSON.stringify(event.data))},
      ${events.map(({ metadata }) => JSON.stringify(metadata))})`;
  if (!row) throw new Error("append_events answered nothing");
  return toAnswer(row);
}

/**
 * Appends to many streams, at most once to each: one statement, one commit. The answers are in the order given.
 *
 * Throws when one of the appends can't be stored at all, or when a concurrent writer gets in between; then none is.
 */
export async function appendMany(sql: postgres.Sql, appends: readonly Append[]): Promise<Answer[]> {
  const streams = appends.map(({ streamId, expectedVersion }) => ({
    stream_id: streamId,
    expected_version: expectedVersion,
  }));
  const events = appends.flatMap((append, index) =>
    append.events.map(({ eventId, event, schemaVersion, metadata }, nth) => ({
      append: index + 1,
      nth: nth + 1,
      event_id: eventId,
      type: event.type,
      schema_version: schemaVersion,
      data: event.data,
      metadata,
    })),
  );
  const rows = await sql<AnswerRow[]>`
    select outcome, current_version, positions, stored_at
    from append_batch(${JSON.stringify(streams)}::text::json, ${JSON.stringify(events)}::text::json)`;
  return rows.map(toAnswer);
}

function toAnswer({ outcome, current_version, positions, stored_at }: AnswerRow): Answer {
  if (outcome === "appended") return { outcome, positions: positions ?? [], storedAt: stored_at };
  return { outcome, currentVersion: current_version };
}

/** Whether Postgres said no to this statement, rather than that it is going away (class 57): nothing was stored. */
export function isRefusal(error: unknown): boolean {
  return (
    error instanceof Error && error.name === "PostgresError" && "code" in error && !String(error.code).startsWith("57")
  );
}
