import type postgres from "postgres";
import { transaction } from "@/lib/database/transaction";
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

const mostExamples = 5;

/** A row as it is and as it would be; null where there is none. */
interface RowDifference {
  readonly live: Readonly<Record<string, unknown>> | null;
  readonly rebuilt: Readonly<Record<string, unknown>> | null;
}

/** What a rebuild would change in a table, in rows. */
export interface TableDifference {
  readonly table: string;
  readonly onlyLive: number;
  readonly onlyRebuilt: number;
  /** Rows with the same primary key and other values. */
  readonly different: number;
  /** The first few of all these. */
  readonly examples: readonly RowDifference[];
}

export interface DryRun {
  /** The position of the log at which both were compared. */
  readonly position: number;
  readonly tables: readonly TableDifference[];
  /** Events that a rebuild would park. */
  readonly parked: number;
}

/**
 * Fills a fresh copy of the projection's tables beside the live ones, compares them as of the same position, and drops the
 * copy. The live tables and their runner are left alone. Takes three connections of `sql`.
 */
export async function dryRun(
  sql: postgres.Sql,
  store: EventStore,
  projection: Projection,
  options: RebuildOptions = {},
): Promise<DryRun> {
  return withFreshTables(sql, store, projection, options.signal, async (tables) => {
    const filled = await checkpointOf(sql, projection);
    await fill(tables, filled, options);
    const found = await transaction(sql, (tx) => compare(tx, tables, filled));
    await dropTables(tables.lock, projection);
    return found;
  });
}

/** Within one snapshot, in which the live tables and their checkpoint belong together, the copy is brought to that checkpoint. */
async function compare(tx: postgres.TransactionSql, tables: FreshTables, filled: number): Promise<DryRun> {
  const { projection } = tables;
  await tx`set transaction isolation level repeatable read`;
  const position = await checkpointOf(tx, projection);
  await fillWithin(tx, tables, filled, position);
  const differences: TableDifference[] = [];
  for (const table of projection.tables) differences.push(await compareTable(tx, rebuildSchema(projection), table));
  const [parked] = await tx<{ events: number }[]>`
    select count(*) as events from ${tx(`${rebuildSchema(projection)}.parked_events`)}`;
  return { position, tables: differences, parked: parked?.events ?? 0 };
}

async function compareTable(tx: postgres.TransactionSql, schema: string, table: string): Promise<TableDifference> {
  const key = await primaryKeyOf(tx, table);
  const [found] = await tx<Omit<TableDifference, "table">[]>`
    with differing as materialized (
      select to_jsonb(live) as live, to_jsonb(rebuilt) as rebuilt
      from ${tx(`public.${table}`)} live full join ${tx(`${schema}.${table}`)} rebuilt using (${tx(key)})
      where to_jsonb(live) is distinct from to_jsonb(rebuilt)
    )
    select
      count(*) filter (where rebuilt is null) as "onlyLive",
      count(*) filter (where live is null) as "onlyRebuilt",
      count(*) filter (where live is not null and rebuilt is not null) as different,
      (select coalesce(jsonb_agg(example), '[]') from (select * from differing limit ${mostExamples}) example) as examples
    from differing`;
  if (!found) throw new Error("Counts without a row.");
  return { table, ...found };
}

async function primaryKeyOf(tx: postgres.TransactionSql, table: string): Promise<string[]> {
  const columns = await tx<{ name: string }[]>`
    select attname as name from pg_index join pg_attribute on attrelid = indrelid and attnum = any(indkey)
    where indrelid = ${`public.${table}`}::regclass and indisprimary`;
  if (columns.length === 0) throw new Error(`${table} has no primary key: its rows can't be compared.`);
  return columns.map(({ name }) => name);
}

async function checkpointOf(sql: postgres.Sql | postgres.TransactionSql, { name }: Projection): Promise<number> {
  const [row] = await sql<{ position: number }[]>`select position from checkpoints where projection = ${name}`;
  return row?.position ?? 0;
}
