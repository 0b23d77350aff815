import { randomUUID } from "node:crypto";
import { rebuildPostgreSQLProjections } from "@event-driven-io/emmett-postgresql";
import type postgres from "postgres";
import { connect } from "@/lib/database/connection";
import type { Summary } from "../summary";
import { pongoDocuments, sqlRows, type Counted, type EmmettEvent } from "./emmett-projections";
import type { Projecting } from "./system";

/** Pongo documents, with its runner as it comes: batches of 100, and a pause of 50 ms after each. */
export function openEmmettProjector(url: string): Projecting {
  return openProjecting(url, "emmett", pongoDocuments, "cart_documents", {});
}

/** One statement for each event, batches of 1,000, no pauses: as fast as its own runner was found to go. */
export function openTunedEmmettProjector(url: string): Projecting {
  return openProjecting(url, "emmett-tuned", sqlRows, "cart_rows", { batchSize: 1_000, pullingFrequencyInMs: 0 });
}

function openProjecting(
  url: string,
  system: string,
  open: () => Counted,
  table: "cart_documents" | "cart_rows",
  pulling: { batchSize?: number; pullingFrequencyInMs?: number },
): Projecting {
  const sql = connect(url, { max: 2 });
  return {
    system,
    async projectFromZero(seconds) {
      const counted = open();
      // A processor of another name has no checkpoint yet, so each round begins at the first event.
      const processor = { projection: counted.definition, processorId: `bench-${randomUUID()}` };
      const options = { connectionString: url, pulling, projections: [processor] };
      const consumer = rebuildPostgreSQLProjections<EmmettEvent>(options);
      await empty(sql, table);
      const timer = setTimeout(() => void consumer.stop(), seconds * 1_000);
      try {
        const startedAt = performance.now();
        await consumer.start();
        return { operations: counted.count, seconds: (performance.now() - startedAt) / 1_000, latenciesMs: [] };
      } finally {
        clearTimeout(timer);
        await consumer.close();
      }
    },
    summarize: () => (table === "cart_rows" ? summarizeRows() : summarizeDocuments()),
    close: () => sql.end({ timeout: 5 }),
  };

  async function summarizeRows(): Promise<Summary> {
    const rows = await sql<Summary[]>`
      select count(*) as carts, coalesce(sum(item_count), 0)::float8 as items,
        coalesce(sum(subtotal), 0)::float8 as subtotal, count(*) filter (where status = 'checkedOut') as "checkedOut"
      from cart_rows`;
    return only(rows);
  }

  async function summarizeDocuments(): Promise<Summary> {
    const rows = await sql<Summary[]>`
      select count(*) as carts, coalesce(sum((data->>'itemCount')::int), 0)::float8 as items,
        coalesce(sum((data->>'subtotal')::bigint), 0)::float8 as subtotal,
        count(*) filter (where data->>'status' = 'checkedOut') as "checkedOut"
      from cart_documents`;
    return only(rows);
  }
}

/** Its first round makes the table. */
async function empty(sql: postgres.Sql, table: string): Promise<void> {
  const [found] = await sql<{ name: string | null }[]>`select to_regclass(${table})::text as name`;
  if (found?.name) await sql`truncate ${sql(table)}`;
  await sql`vacuum analyze`;
}

function only([row]: readonly Summary[]): Summary {
  if (!row) throw new Error("A sum without a row.");
  return row;
}
