import type postgres from "postgres";
import type { StoredEvent } from "@/lib/event-store/event";
import { isFaultOfEvents, messageOf } from "./fault";
import type { Projection } from "./projection";

/** An event that was left out: because it failed, or (error null) because an earlier one of its stream did. */
interface LeftOut {
  readonly event: StoredEvent;
  readonly error: string | null;
}

/** A stream that a projection leaves out, from the event that failed on. */
export interface ParkedStream {
  readonly projection: string;
  readonly streamId: string;
  /** Position of the event that failed. */
  readonly position: number;
  readonly error: string;
  readonly attempts: number;
  readonly parkedAt: Date;
  /** That event and those that wait behind it. */
  readonly events: number;
}

const mostListed = 1_000;

/** Parked streams, those parked first before the others; at most 1,000. */
export async function listParked(sql: postgres.Sql): Promise<readonly ParkedStream[]> {
  return sql<ParkedStream[]>`
    select projection, stream_id as "streamId", position, error, attempts, parked_at as "parkedAt", events
    from (
      select *, count(*) over stream as events, row_number() over (stream order by position) as place
      from parked_events window stream as (partition by projection, stream_id)
    ) parked
    where place = 1 order by position, projection limit ${mostListed}`;
}

/** How many events are parked, by stream. Ask while holding the checkpoint, or the answer may be out of date. */
export async function parkedStreams(
  tx: postgres.TransactionSql,
  { name }: Pick<Projection, "name">,
): Promise<Map<string, number>> {
  const rows = await tx<{ stream_id: string; events: number }[]>`
    select stream_id, count(*) as events from parked_events where projection = ${name} group by stream_id`;
  return new Map(rows.map(({ stream_id, events }) => [stream_id, events]));
}

/**
 * Writes a run of events, but for those of parked streams, which are parked behind what is parked there.
 *
 * Throws when an event fails, unless there were `attempts` before this one: then it is found and parked. Answers how many
 * events were parked.
 */
export async function writeOrPark(
  tx: postgres.TransactionSql,
  projection: Projection,
  events: readonly StoredEvent[],
  parked: ReadonlyMap<string, number>,
  attempts?: number,
): Promise<number> {
  const waiting = events.filter(({ streamId }) => parked.has(streamId)).map((event) => ({ event, error: null }));
  const free = waiting.length > 0 ? events.filter(({ streamId }) => !parked.has(streamId)) : events;
  if (attempts === undefined) {
    if (free.length > 0) await projection.write(tx, projection.project(free));
    return park(tx, projection, waiting, 0);
  }
  const failed = await writeWhatCanBe(tx, projection, free);
  return park(tx, projection, [...waiting, ...failed], attempts + 1);
}

/** Writes a run of events without those that fail and those behind them, which it answers, in order. */
async function writeWhatCanBe(
  tx: postgres.TransactionSql,
  projection: Projection,
  events: readonly StoredEvent[],
): Promise<LeftOut[]> {
  const failure = await tryToWrite(tx, projection, events);
  if (!failure) return [];
  // A projection that can't even write nothing is broken as a whole: no event is to blame.
  if (await tryToWrite(tx, projection, [])) throw failure.error;
  return halve(tx, projection, events, failure);
}

async function halve(
  tx: postgres.TransactionSql,
  projection: Projection,
  events: readonly StoredEvent[],
  failure: Failure,
): Promise<LeftOut[]> {
  const [first] = events;
  if (first && events.length === 1) return [{ event: first, error: messageOf(failure.error) }];
  const leftOut: LeftOut[] = [];
  const middle = Math.ceil(events.length / 2);
  for (const half of [events.slice(0, middle), events.slice(middle)]) {
    const parked = new Set(leftOut.map(({ event }) => event.streamId));
    const free = half.filter(({ streamId }) => !parked.has(streamId));
    const failed = await tryToWrite(tx, projection, free);
    leftOut.push(...half.filter(({ streamId }) => parked.has(streamId)).map((event) => ({ event, error: null })));
    if (failed) leftOut.push(...(await halve(tx, projection, free, failed)));
  }
  return leftOut;
}

interface Failure {
  readonly error: unknown;
}

/** Writes events, or leaves everything as it was and answers what they failed with. Throws what is not their fault. */
async function tryToWrite(
  tx: postgres.TransactionSql,
  projection: Projection,
  events: readonly StoredEvent[],
): Promise<Failure | undefined> {
  try {
    await tx.savepoint(async (attempt) => projection.write(attempt, projection.project(events)));
    return undefined;
  } catch (error) {
    if (!isFaultOfEvents(error)) throw error;
    return { error };
  }
}

async function park(
  tx: postgres.TransactionSql,
  { name }: Projection,
  leftOut: readonly LeftOut[],
  attempts: number,
): Promise<number> {
  if (leftOut.length === 0) return 0;
  await tx`
    insert into parked_events (projection, stream_id, position, error, attempts)
    select ${name}, stream_id, position, error, case when error is null then 0 else ${attempts}::integer end
    from unnest(${leftOut.map(({ event }) => event.streamId)}::text[],
      ${leftOut.map(({ event }) => event.position)}::bigint[], ${leftOut.map(({ error }) => error)}::text[])
      as parked (stream_id, position, error)`;
  return leftOut.length;
}
