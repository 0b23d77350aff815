import {
  bigint,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
  uuid,
} from "drizzle-orm/pg-core";

/** The log. Append-only: a trigger refuses UPDATE, DELETE and TRUNCATE (`drizzle/*_refuse_changes.sql`). */
export const events = pgTable(
  "events",
  {
    position: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    streamId: text().notNull(),
    version: integer().notNull(),
    eventId: uuid().notNull().unique("events_event_id"),
    type: text().notNull(),
    schemaVersion: smallint().notNull(),
    data: jsonb().notNull(),
    metadata: jsonb().notNull(),
    recordedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [unique("events_stream_version").on(table.streamId, table.version)],
);

/**
 * A cache of folded streams: at most one state per stream and decider. Never needed and deletable at any time; whether a row may
 * be believed is checked when it is read (`snapshots.ts`).
 */
export const snapshots = pgTable(
  "snapshots",
  {
    streamId: text().notNull(),
    decider: text().notNull(),
    deciderVersion: integer().notNull(),
    /** The version of the stream whose state it is, and the id of its event there. */
    version: integer().notNull(),
    eventId: uuid().notNull(),
    state: jsonb().notNull(),
    /** SHA-256, hexadecimal, of all of the above. */
    checksum: text().notNull(),
    takenAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.streamId, table.decider] })],
);
