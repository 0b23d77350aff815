import type postgres from "postgres";
import type { StoredEvent } from "@/lib/event-store/event";

/**
 * A read model and how it is filled.
 *
 * `project` folds a run of events into changes, by key, without I/O; `write` puts them into the tables in bulk. Both must be
 * deterministic: a rebuild from zero gives the same tables.
 */
export interface Projection<Changes = unknown> {
  readonly name: string;
  /** Raise it when the tables would come out differently: the next start rebuilds them. */
  readonly version: number;
  readonly tables: readonly string[];
  project(events: readonly StoredEvent[]): Changes;
  write(sql: postgres.TransactionSql, changes: Changes): Promise<void>;
}
