import { setTimeout as delay } from "node:timers/promises";
import type postgres from "postgres";
import { transaction } from "@/lib/database/transaction";
import type { EventStore } from "@/lib/event-store/event-store";
import { mostInBatch, readBatch, type Batch } from "./batch";
import { parkedStreams, writeOrPark } from "./parking";
import type { Projection } from "./projection";

const busyMs = 50;
/** One at a time in a database: a second one of the same projection would take away the tables of the first. */
const rebuildLock = 6_710_888;

/** How far a rebuild is. */
export interface RebuildProgress {
  readonly events: number;
  /** Events that were in the log when it began. */
  readonly total: number;
  readonly perSecond: number;
  readonly secondsLeft: number;
}

export interface RebuildOptions {
  /** Stops between two batches: the fresh tables are dropped, the live ones as they were, and the signal's reason thrown. */
  readonly signal?: AbortSignal;
  /** Events written in one transaction. */
  readonly batchSize?: number;
  /** Called after each batch. */
  readonly onProgress?: (progress: RebuildProgress) => void;
}

/** A copy of a projection's tables, empty at first, in a schema beside the live ones. */
export interface FreshTables {
  readonly sql: postgres.Sql;
  readonly store: EventStore;
  readonly projection: Projection;
  /** Holds the lock; when its connection is lost, the work on these tables must end. */
  readonly lock: postgres.TransactionSql;
}

/** Where a rebuild puts its tables until they are swapped in. */
export function rebuildSchema({ name }: Pick<Projection, "name">): string {
  return `rebuild_${name.replaceAll("-", "_")}`;
}

/**
 * Makes fresh tables, and hands them to `work` once no other rebuild is under way. If it fails they are dropped.
 * Takes two connections of `sql`.
 */
export async function withFreshTables<Result>(
  sql: postgres.Sql,
  store: EventStore,
  projection: Projection,
  signal: AbortSignal | undefined,
  work: (tables: FreshTables) => Promise<Result>,
): Promise<Result> {
  for (;;) {
    signal?.throwIfAborted();
    const done = await alone(sql, async (lock) => {
      await createTables(sql, projection);
      return { result: await work({ sql, store, projection, lock }) };
    }).catch(async (error: unknown) => {
      // What can't be dropped now is dropped by the next rebuild.
      await alone(sql, (tx) => dropTables(tx, projection)).catch(() => {});
      throw error;
    });
    if (done) return done.result;
    await delay(busyMs);
  }
}

/** Works under the lock, or answers undefined when somebody else does. */
async function alone<Result>(
  sql: postgres.Sql,
  work: (lock: postgres.TransactionSql) => Promise<Result>,
): Promise<Result | undefined> {
  return transaction(sql, async (tx) => {
    const [lock] = await tx<{ is_ours: boolean }[]>`select pg_try_advisory_xact_lock(${rebuildLock}) as is_ours`;
    return lock?.is_ours ? work(tx) : undefined;
  });
}

async function createTables(sql: postgres.Sql, projection: Projection): Promise<void> {
  await transaction(sql, async (tx) => {
    await dropTables(tx, projection);
    const schema = rebuildSchema(projection);
    await tx`create schema ${tx(schema)}`;
    for (const table of [...projection.tables, "parked_events"]) {
      await tx`create table ${tx(`${schema}.${table}`)} (like ${tx(`public.${table}`)} including all)`;
    }
  });
}

/** Takes the fresh tables away. */
export async function dropTables(tx: postgres.TransactionSql, projection: Projection): Promise<void> {
  await tx`drop schema if exists ${tx(rebuildSchema(projection))} cascade`;
}

/** Projects the log up to `upTo` into fresh tables. Events that fail are parked there. */
export async function fill(tables: FreshTables, upTo: number, options: RebuildOptions): Promise<void> {
  const { sql, store, lock } = tables;
  const { batchSize = mostInBatch } = options;
  const report = options.onProgress && (await progressReport(sql, upTo, options.onProgress));
  let next = readBatch(store, 0, upTo, batchSize);
  for (let position = 0; position < upTo;) {
    const batch = await next;
    options.signal?.throwIfAborted();
    // Goes no further when the lock is lost.
    await lock`select`;
    if (batch.upTo < upTo) next = readBatch(store, batch.upTo, upTo, batchSize);
    // Awaited in the next turn, which doesn't come when writing fails.
    next.catch(() => {});
    await transaction(sql, (tx) => write(tx, tables, batch));
    position = batch.upTo;
    report?.(batch.events.length);
  }
}

/** Projects what is left between two positions, within a transaction of the caller's. */
export async function fillWithin(
  tx: postgres.TransactionSql,
  tables: FreshTables,
  from: number,
  upTo: number,
): Promise<void> {
  for (let position = from; position < upTo;) {
    const batch = await readBatch(tables.store, position, upTo, mostInBatch, tx);
    await write(tx, tables, batch);
    position = batch.upTo;
  }
}

async function write(tx: postgres.TransactionSql, { projection }: FreshTables, { events }: Batch): Promise<void> {
  const [before] = await tx<{ path: string }[]>`select current_setting('search_path') as path`;
  // Nothing but the fresh tables: a name that isn't among them must fail, and not reach the live ones.
  await tx`select set_config('search_path', ${rebuildSchema(projection)}, true),
    set_config('plan_cache_mode', 'force_custom_plan', true)`;
  await writeOrPark(tx, projection, events, await parkedStreams(tx, projection), 0);
  await tx`select set_config('search_path', ${before?.path ?? "public"}, true)`;
}

async function progressReport(
  sql: postgres.Sql,
  upTo: number,
  onProgress: (progress: RebuildProgress) => void,
): Promise<(events: number) => void> {
  const [log] = await sql<{ total: number }[]>`select count(*) as total from events where position <= ${upTo}`;
  const total = log?.total ?? 0;
  const startedAt = performance.now();
  let done = 0;
  return (events) => {
    done += events;
    const perSecond = (1_000 * done) / Math.max(1, performance.now() - startedAt);
    onProgress({ events: done, total, perSecond, secondsLeft: (total - done) / Math.max(1, perSecond) });
  };
}
