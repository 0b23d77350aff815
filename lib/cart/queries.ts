import type postgres from "postgres";

/** The stream of the newest cart that this owner has, as far as the projector has read. */
export async function newestCart(sql: postgres.Sql, owner: string): Promise<string | undefined> {
  const [row] = await sql<{ stream_id: string }[]>`
    select stream_id from cart_summaries where owner = ${owner} order by created_position desc limit 1`;
  return row?.stream_id;
}
