import type postgres from "postgres";
import { transaction } from "@/lib/database/transaction";
import type { EventStore } from "@/lib/event-store/event-store";
import type { Projection } from "./projection";

/** What one attempt did: how far the checkpoint is now, or that another runner holds it. */
export type BatchResult =
  | { readonly outcome: "advanced"; readonly position: number; readonly events: number }
  | { readonly outcome: "busy" };

/**
 * Projects the next events, up to `head`, and moves the checkpoint, all in one transaction: each event counts exactly once,
 * wherever the process dies. The lock on the checkpoint's row keeps out a second runner.
 */
export async function projectBatch<Changes>(
  sql: postgres.Sql,
  projection: Projection<Changes>,
  store: EventStore,
  head: number,
  limit: number,
): Promise<BatchResult> {
  return transaction(sql, async (tx): Promise<BatchResult> => {
    const [checkpoint] = await tx<{ position: number }[]>`
      select position from checkpoints
      where projection = ${projection.name} and version = ${projection.version} for update skip locked`;
    if (!checkpoint) return { outcome: "busy" };
    if (checkpoint.position >= head) return { outcome: "advanced", position: checkpoint.position, events: 0 };

    const events = await store.readAll(checkpoint.position, head, limit, tx);
    if (events.length > 0) await projection.write(tx, projection.project(events));
    // A short batch reached the head; beyond its last event there are only positions that nobody used.
    const position = events.length < limit ? head : (events.at(-1)?.position ?? head);
    await tx`
      update checkpoints set position = ${position}, updated_at = now()
      where projection = ${projection.name} and position = ${checkpoint.position}`;
    return { outcome: "advanced", position, events: events.length };
  });
}
