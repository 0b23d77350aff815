import type postgres from "postgres";
import type { EventStore } from "@/lib/event-store/event-store";
import {
  dropTables,
  fill,
  fillWithin,
  rebuildSchema,
  withFreshTables,
  type FreshTables,
  type RebuildOptions,
} from "./fresh-tables";
import type { Projection } from "./projection";

/**
 * Fills a fresh copy of the projection's tables from the first event, beside the live ones, then swaps their rows in one
 * transaction. Readers see the old tables until then, and never a half. The live runner goes on meanwhile.
 *
 * Also what raises a projection to a new version, and what makes it for the first time. Events that fail are parked; what
 * was parked before is forgotten with the swap.
 */
export async function rebuild(
  sql: postgres.Sql,
  store: EventStore,
  projection: Projection,
  options: RebuildOptions = {},
): Promise<void> {
  await withFreshTables(sql, store, projection, options.signal, async (tables) => {
    const head = await store.awaitHead();
    await fill(tables, head, options);
    await swap(tables, head);
  });
}

async function swap(tables: FreshTables, filled: number): Promise<void> {
  const { lock: tx, store, projection } = tables;
  // Holding the checkpoint stops the live runner, so what is left to fill is only what arrived during the rebuild.
  await tx`insert into checkpoints (projection, version, position) values (${projection.name}, 0, 0)
    on conflict do nothing`;
  await tx`select from checkpoints where projection = ${projection.name} for update`;
  const reached = await store.awaitHead();
  await fillWithin(tx, tables, filled, reached);
  const schema = rebuildSchema(projection);
  for (const table of projection.tables) {
    await tx`delete from ${tx(`public.${table}`)}`;
    await tx`insert into ${tx(`public.${table}`)} select * from ${tx(`${schema}.${table}`)}`;
  }
  await tx`delete from parked_events where projection = ${projection.name}`;
  await tx`insert into parked_events select * from ${tx(`${schema}.parked_events`)}`;
  await dropTables(tx, projection);
  await tx`
    update checkpoints set version = ${projection.version}, position = ${reached}, updated_at = now()
    where projection = ${projection.name}`;
}
