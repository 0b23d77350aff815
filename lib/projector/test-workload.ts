import fc from "fast-check";
import type postgres from "postgres";
import { cartRequest } from "@/lib/cart/cart-arbitraries";
import type { Shopping } from "@/lib/cart/shopping";
import { placeOrder, shop } from "@/lib/cart/test-shopping";
import { EventStore } from "@/lib/event-store/event-store";
import { newVisitor } from "@/lib/identity/visitor";
import { projections } from "@/lib/shop";
import type { Projection } from "./projection";
import { projectBatch } from "./run-projection";

/** A number for `limit` that takes the whole log in one batch. */
export const everything = 1_000_000;

/** A day in the shop: `batches` batches of commands by a dozen shoppers, four at a time, some of whom place orders. */
export async function shopAtRandom(shopping: Shopping, { batches = 150, seed = 1 } = {}): Promise<void> {
  const shoppers = Array.from({ length: 12 }, newVisitor);
  const step = fc.record({
    shopper: fc.constantFrom(...shoppers),
    requests: fc.array(cartRequest, { minLength: 1, maxLength: 3 }),
    dice: fc.nat(5),
  });
  const steps = fc.sample(step, { numRuns: batches, seed }).values();
  const lane = async () => {
    for (const { shopper, requests, dice } of steps) {
      await shop(shopping, shopper, ...requests);
      if (dice === 0) await placeOrder(shopping, shopper);
    }
  };
  await Promise.all([lane(), lane(), lane(), lane()]);
}

/** The rows of all read-model tables, in an order of their own. */
export async function readTables(sql: postgres.Sql): Promise<Record<string, unknown[]>> {
  const tables: Record<string, unknown[]> = {};
  for (const table of projections.flatMap((projection) => projection.tables)) {
    const rows = await sql<
      { row: unknown }[]
    >`select to_jsonb(t) as row from ${sql(table)} t order by to_jsonb(t)::text`;
    tables[table] = rows.map(({ row }) => row);
  }
  return tables;
}

/** Empties the read models and sets their checkpoints to the beginning of the log. */
export async function forgetReadModels(sql: postgres.Sql): Promise<void> {
  await sql`delete from parked_events`;
  for (const { name, version, tables } of projections) {
    for (const table of tables) await sql`delete from ${sql(table)}`;
    await sql`insert into checkpoints (projection, version, position) values (${name}, ${version}, 0)
      on conflict (projection) do update set position = 0, version = excluded.version`;
  }
}

/** Projects to the end of the log in batches of these sizes, taken in turns. Answers how many batches it took. */
export async function projectInBatches(
  sql: postgres.Sql,
  store: EventStore,
  sizes: readonly number[],
  projected: readonly Projection[] = projections,
): Promise<number> {
  const head = await store.head();
  let batches = 0;
  for (const projection of projected) {
    for (let position = 0; position < head; batches += 1) {
      const size = sizes[batches % sizes.length] ?? everything;
      const result = await projectBatch(sql, projection, store, head, size);
      if (result.outcome === "busy") throw new Error(`Somebody else projects ${projection.name}.`);
      position = result.position;
    }
  }
  return batches;
}

/** What the read models of this log should be: a copy of the log in an empty database, projected in one go. */
export async function expectedTables(log: postgres.Sql, empty: postgres.Sql): Promise<Record<string, unknown[]>> {
  const events = await log<{ event: postgres.JSONValue }[]>`select to_jsonb(events) as event from events`;
  await empty`
    insert into events overriding system value
    select * from jsonb_populate_recordset(null::events, ${empty.json(events.map(({ event }) => event))})`;
  await empty`select setval('events_position_seq', (select max(position) from events))`;
  await forgetReadModels(empty);
  await projectInBatches(empty, new EventStore(empty), [everything]);
  return readTables(empty);
}
