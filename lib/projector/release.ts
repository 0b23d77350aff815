import type postgres from "postgres";
import { transaction } from "@/lib/database/transaction";
import type { EventStore } from "@/lib/event-store/event-store";
import { writeOrPark } from "./parking";
import type { Projection } from "./projection";

/** What a release did: events that are in the tables now, and events that stay parked because one of them failed again. */
export interface Released {
  readonly released: number;
  readonly parked: number;
}

/**
 * Replays the parked events of a stream, in order, in one transaction: each counts exactly once. From the first that fails
 * again on they stay parked. Releasing a stream that isn't parked does nothing.
 *
 * Throws when the database fails or another version of the projection owns the tables; everything is as before then.
 */
export async function releaseStream(
  sql: postgres.Sql,
  store: EventStore,
  projection: Projection,
  streamId: string,
): Promise<Released> {
  return transaction(sql, async (tx) => {
    const { name, version } = projection;
    const [checkpoint] = await tx`
      select from checkpoints where projection = ${name} and version = ${version} for update`;
    if (!checkpoint) throw new Error(`The tables of ${name} belong to another version of the shop.`);
    const rows = await tx<{ position: number; attempts: number }[]>`
      delete from parked_events where projection = ${name} and stream_id = ${streamId} returning position, attempts`;
    const positions = rows.map(({ position }) => position).toSorted((a, b) => a - b);
    const events = await Promise.all(positions.map((position) => store.readAll(position - 1, position, 1, tx)));
    const attempts = Math.max(0, ...rows.map(({ attempts }) => attempts));
    const parked = await writeOrPark(tx, projection, events.flat(), new Map(), attempts);
    return { released: rows.length - parked, parked };
  });
}
