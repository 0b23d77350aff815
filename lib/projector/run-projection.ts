import type postgres from "postgres";
import { transaction } from "@/lib/database/transaction";
import type { EventStore } from "@/lib/event-store/event-store";
import { readBatch, type Batch } from "./batch";
import { parkedStreams, writeOrPark } from "./parking";
import type { Projection } from "./projection";

/** What one attempt did: how far the checkpoint is now and how many events are parked, or that another runner holds it. */
export type BatchResult =
  | { readonly outcome: "advanced"; readonly position: number; readonly events: number; readonly parked: number }
  | { readonly outcome: "busy" };

export interface BatchOptions {
  /** Events that were read before, used if the checkpoint is where they begin. */
  readonly ahead?: Batch;
  /** How often this batch has failed before, if an event that fails is to be parked now; else it is thrown. */
  readonly attempts?: number;
}

/**
 * Projects the next events, up to `head`, and moves the checkpoint, all in one transaction: each event counts exactly once,
 * wherever the process dies. The lock on the checkpoint's row keeps out a second runner.
 */
export async function projectBatch(
  sql: postgres.Sql,
  projection: Projection,
  store: EventStore,
  head: number,
  limit: number,
  { ahead, attempts }: BatchOptions = {},
): Promise<BatchResult> {
  return transaction(sql, async (tx): Promise<BatchResult> => {
    // Sent together, but two statements: only the second one's snapshot is taken when the lock is held.
    const [[checkpoint], parked] = await Promise.all([lockCheckpoint(tx, projection), parkedStreams(tx, projection)]);
    if (!checkpoint) return { outcome: "busy" };
    const parkedBefore = [...parked.values()].reduce((sum, count) => sum + count, 0);
    const { position } = checkpoint;
    if (position >= head) return { outcome: "advanced", position, events: 0, parked: parkedBefore };

    const batch = ahead?.after === position ? ahead : await readBatch(store, position, head, limit, tx);
    // Sent together as well, the checkpoint first: what is parked is tried within savepoints, which take back what follows them.
    const [, newlyParked] = await Promise.all([
      moveCheckpoint(tx, projection, position, batch.upTo),
      writeOrPark(tx, projection, batch.events, parked, attempts),
    ]);
    return {
      outcome: "advanced",
      position: batch.upTo,
      events: batch.events.length,
      parked: parkedBefore + newlyParked,
    };
  });
}

/**
 * The checkpoint, locked until the transaction ends; none when another runner holds it or another version owns the tables.
 *
 * Statements of this transaction are planned anew each time: a plan made while a table was small would be kept for too long.
 */
function lockCheckpoint(tx: postgres.TransactionSql, { name, version }: Projection) {
  return tx<{ position: number }[]>`
    select position, set_config('plan_cache_mode', 'force_custom_plan', true) from checkpoints
    where projection = ${name} and version = ${version} for update skip locked`;
}

function moveCheckpoint(tx: postgres.TransactionSql, { name }: Projection, from: number, to: number) {
  return tx`
    update checkpoints set position = ${to}, updated_at = now() where projection = ${name} and position = ${from}`.execute();
}
