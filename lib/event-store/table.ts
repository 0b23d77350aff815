import { bigint, integer, jsonb, pgTable, smallint, text, timestamp, unique, uuid } from "drizzle-orm/pg-core";

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
