import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import type postgres from "postgres";

/** Drizzle, for the queries of pages. */
export type Database = PostgresJsDatabase;

/** Wraps a client for drizzle. The client must be used for nothing else: its serializers are altered. */
export function openDatabase(sql: postgres.Sql): Database {
  return drizzle(sql, { casing: "snake_case" });
}
