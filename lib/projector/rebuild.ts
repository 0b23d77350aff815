import { setTimeout as delay } from "node:timers/promises";
import type postgres from "postgres";
import { transaction } from "@/lib/database/transaction";
import type { EventStore } from "@/lib/event-store/event-store";
import type { Projection } from "./projection";

const batchSize = 5_000;
const busyMs = 50;
/** One rebuild at a time in a database: a second one of the same projection would take away the tables of the first. */
const rebuildLock = 6_710_888;

/**
 * Fills a fresh copy of the projection's tables from the first event, beside the live ones, then swaps their rows in one
 * transaction. Readers see the old tables until then, and never a half. The live runner goes on meanwhile.
 *
 * Also what raises a projection to a new version, and what makes it for the first time.
 */
export async function rebuild(sql: postgres.Sql, store: EventStore, projection: Projection): Promise<void> {
  while (!(await rebuildAlone(sql, store, projection))) await delay(busyMs);
}

/** Rebuilds, unless another rebuild is under way: then false. Takes two connections of `sql`. */
async function rebuildAlone(sql: postgres.Sql, store: EventStore, projection: Projection): Promise<boolean> {
  return transaction(sql, async (tx) => {
    const [lock] = await tx<{ is_ours: boolean }[]>`select pg_try_advisory_xact_lock(${rebuildLock}) as is_ours`;
    if (!lock?.is_ours) return false;
    const schema = rebuildSchema(projection);
    await createTables(sql, projection, schema);
    const position = await fill(sql, store, projection, schema, 0);
    await swap(tx, sql, store, projection, schema, position);
    return true;
  });
}

/** Where a rebuild puts its tables until they are swapped in. */
export function rebuildSchema(projection: Projection): string {
  return `rebuild_${projection.name.replaceAll("-", "_")}`;
}

async function createTables(sql: postgres.Sql, { tables }: Projection, schema: string): Promise<void> {
  await transaction(sql, async (tx) => {
    await tx`drop schema if exists ${tx(schema)} cascade`;
    await tx`create schema ${tx(schema)}`;
    for (const table of tables) {
      await tx`create table ${tx(`${schema}.${table}`)} (like ${tx(`public.${table}`)} including all)`;
    }
  });
}

async function fill(
  sql: postgres.Sql,
  store: EventStore,
  projection: Projection,
  schema: string,
  from: number,
): Promise<number> {
  const head = await store.awaitHead();
  let position = from;
  while (position < head) {
    const events = await store.readAll(position, head, batchSize);
    await transaction(sql, async (tx) => {
      // Nothing but the fresh tables: a name that isn't among them must fail, and not reach the live ones.
      await tx`select set_config('search_path', ${schema}, true)`;
      if (events.length > 0) await projection.write(tx, projection.project(events));
    });
    position = events.length < batchSize ? head : (events.at(-1)?.position ?? head);
  }
  return position;
}

async function swap(
  tx: postgres.TransactionSql,
  sql: postgres.Sql,
  store: EventStore,
  projection: Projection,
  schema: string,
  position: number,
): Promise<void> {
  // Holding the checkpoint stops the live runner, so what is left to fill is only what arrived during the rebuild.
  await tx`insert into checkpoints (projection, version, position) values (${projection.name}, 0, 0)
    on conflict do nothing`;
  await tx`select from checkpoints where projection = ${projection.name} for update`;
  const reached = await fill(sql, store, projection, schema, position);
  for (const table of projection.tables) {
    await tx`delete from ${tx(`public.${table}`)}`;
    await tx`insert into ${tx(`public.${table}`)} select * from ${tx(`${schema}.${table}`)}`;
  }
  await tx`drop schema ${tx(schema)} cascade`;
  await tx`
    update checkpoints set version = ${projection.version}, position = ${reached}, updated_at = now()
    where projection = ${projection.name}`;
}
