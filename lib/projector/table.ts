import { bigint, integer, pgTable, text, timestamp } from "drizzle-orm/pg-core";

/** How far each projection has read. Its row is also the lock that keeps a second runner out. */
export const checkpoints = pgTable("checkpoints", {
  projection: text().primaryKey(),
  /** Version of the projection's code that filled its tables. */
  version: integer().notNull(),
  position: bigint({ mode: "number" }).notNull(),
  updatedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
});
