import { bigint, integer, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";

/** How far each projection has read. Its row is also the lock that keeps a second runner out. */
export const checkpoints = pgTable("checkpoints", {
  projection: text().primaryKey(),
  /** Version of the projection's code that filled its tables. */
  version: integer().notNull(),
  position: bigint({ mode: "number" }).notNull(),
  updatedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
});

/**
 * Events that a projection left out: each that failed, with its error, and the later ones of its stream, which wait behind it.
 * A stream is parked as long as it has a row here.
 */
export const parkedEvents = pgTable(
  "parked_events",
  {
    projection: text().notNull(),
    streamId: text().notNull(),
    position: bigint({ mode: "number" }).notNull(),
    /** Null for an event that only waits. */
    error: text(),
    /** How often it was tried; 0 for an event that only waits. */
    attempts: integer().notNull(),
    parkedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.projection, table.streamId, table.position] })],
);
