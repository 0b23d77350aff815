import type postgres from "postgres";

export const eventsPerStream = 10;
/** Carts that are being filled at the same time: the events of each are spread over so many others. */
const streamsAtATime = 5_000;
const mostStreams = 50_000;

/**
 * Makes a log of `events` events, ten to a cart, the carts of each five thousand by turns. What was in the log is gone.
 */
export async function fillLog(sql: postgres.Sql, events: number): Promise<void> {
  await sql`alter table events disable trigger events_append_only`;
  await sql`truncate events`;
  await sql`alter table events enable trigger events_append_only`;
  for (let streams = events / eventsPerStream; streams > 0; streams -= streamsAtATime) {
    await sql`
      insert into events (stream_id, version, event_id, type, schema_version, data, metadata, recorded_at)
      select 'cart-' || cart.id, version, gen_random_uuid(), 'addedItemToCart', 1,
        jsonb_build_object('sku', 'brass-hourglass', 'name', 'Brass hourglass', 'unitPrice', 3800, 'quantity', version),
        jsonb_build_object('actor', 'visitor:' || cart.owner, 'commandId', gen_random_uuid(),
          'correlationId', gen_random_uuid()), clock_timestamp()
      from (
        select gen_random_uuid() as id, gen_random_uuid() as owner
        from generate_series(1, ${Math.ceil(Math.min(streams, streamsAtATime))}::integer)
      ) as cart
      cross join generate_series(1, ${eventsPerStream}::integer) as version
      order by version, cart.id`;
  }
  await sql`vacuum analyze events`;
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
