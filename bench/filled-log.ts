import type postgres from "postgres";

export const eventsPerStream = 10;
/** Carts that are being filled at the same time: the events of each are spread over so many others. */
const streamsAtATime = 5_000;
/** Begun within the same minute, and ids begin with their time. */
const minuteMs = 60_000;
const firstMinute = Date.UTC(2020, 0, 1);
const mostStreams = 50_000;

/**
 * Makes a log of `events` events, ten to a cart, the carts of each five thousand by turns. What was in the log is gone.
 */
export async function fillLog(sql: postgres.Sql, events: number): Promise<void> {
  await sql`alter table events disable trigger events_append_only`;
  await sql`truncate events`;
  await sql`alter table events enable trigger events_append_only`;
  let atMs = firstMinute;
  for (let streams = events / eventsPerStream; streams > 0; streams -= streamsAtATime) {
    await sql`
      insert into events (stream_id, version, event_id, type, schema_version, data, metadata, recorded_at)
      select 'cart-' || cart.id, version, ${timed(sql, atMs)}, 'addedItemToCart', 1,
        jsonb_build_object('sku', 'brass-hourglass', 'name', 'Brass hourglass', 'unitPrice', 3800, 'quantity', version),
        jsonb_build_object('actor', 'visitor:' || cart.owner, 'commandId', ${timed(sql, atMs)},
          'correlationId', gen_random_uuid()), clock_timestamp()
      from (
        select ${timed(sql, atMs)} as id, gen_random_uuid() as owner
        from generate_series(1, ${Math.ceil(Math.min(streams, streamsAtATime))}::integer)
      ) as cart
      cross join generate_series(1, ${eventsPerStream}::integer) as version
      order by version, cart.id`;
    atMs += minuteMs;
  }
  await sql`vacuum analyze events`;
}

/** A uuid v7 of that millisecond. */
function timed(sql: postgres.Sql, atMs: number): postgres.PendingQuery<postgres.Row[]> {
  const time = atMs.toString(16).padStart(12, "0");
  return sql`(${`${time.slice(0, 8)}-${time.slice(8)}-7`}::text || substr(gen_random_uuid()::text, 16))::uuid`;
}

/** Streams from anywhere in the log: all of a small one, some of a large one. */
export async function someStreams(sql: postgres.Sql): Promise<readonly string[]> {
  const rows = await sql<{ stream_id: string }[]>`
    select stream_id from events where version = 1 order by random() limit ${mostStreams}`;
  return rows.map((row) => row.stream_id);
}

/** With its indexes. */
export async function bytesPerEvent(sql: postgres.Sql): Promise<number> {
  const [row] = await sql<{ bytes: number }[]>`
    select (pg_total_relation_size('events') / greatest(count(*), 1))::integer as bytes from events`;
  return row?.bytes ?? 0;
}
