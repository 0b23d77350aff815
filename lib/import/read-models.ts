import { setTimeout as delay } from "node:timers/promises";
import type postgres from "postgres";
import type { StoredEvent } from "@/lib/event-store/event";
import type { EventStore } from "@/lib/event-store/event-store";
import type { Projection } from "@/lib/projector/projection";
import { projectBatch } from "@/lib/projector/run-projection";

/** Bigger than what a running shop projects at a time: nobody waits for the steps in between. */
const eventsPerBatch = 4_000;
const lockTimeout = "55P03";
const pauseMs = 200;

export interface CatchUp {
  readonly sql: postgres.Sql;
  readonly store: EventStore;
  readonly projections: readonly Projection[];
  readonly signal: AbortSignal;
  /** Called with the part of the log that every projection has read, from 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
}

/**
 * Brings the read models up to where the log is now. All projections read each part of it once, together; one that a running
 * shop is projecting is waited for. Returns false when stopped before that.
 */
export async function catchUp({ sql, store, projections, signal, onProgress }: CatchUp): Promise<boolean> {
  const head = await headOf(store);
  const readAll = sharedReads(store);
  let behind = projections;
  while (behind.length > 0) {
    if (signal.aborted) return false;
    const results = await Promise.all(
      behind.map(async (projection) => {
        const result = await projectBatch(sql, projection, readAll, head, eventsPerBatch);
        const position = result.outcome === "busy" ? await checkpointOf(sql, projection) : result.position;
        return { projection, position, busy: result.outcome === "busy" };
      }),
    );
    behind = results.filter(({ position }) => position < head).map(({ projection }) => projection);
    onProgress?.(head === 0 ? 1 : Math.min(...results.map(({ position }) => position), head) / head);
    if (behind.length > 0 && results.every(({ busy }) => busy)) await delay(pauseMs);
  }
  return true;
}

/** The head of the log; asked again while somebody's append holds it up. */
async function headOf(store: EventStore): Promise<number> {
  for (;;) {
    try {
      return await store.head();
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === lockTimeout)) throw error;
    }
  }
}

/** Answers the same question asked by several projections with one read, and meanwhile reads the part after it. */
function sharedReads(store: EventStore): (after: number, upTo: number, limit: number) => Promise<readonly StoredEvent[]> {
  const reads = new Map<number, Promise<readonly StoredEvent[]>>();
  const read = (after: number, upTo: number, limit: number): Promise<readonly StoredEvent[]> => {
    const events = reads.get(after) ?? store.readAll(after, upTo, limit);
    reads.set(after, events);
    return events;
  };
  return async (after, upTo, limit) => {
    for (const key of reads.keys()) if (key < after) reads.delete(key);
    const events = await read(after, upTo, limit);
    const last = events.at(-1);
    // A failure shows when the part is asked for.
    if (last && events.length === limit) read(last.position, upTo, limit).catch(() => {});
    return events;
  };
}

async function checkpointOf(sql: postgres.Sql, { name }: Projection): Promise<number> {
  const [row] = await sql<{ position: number }[]>`select position from checkpoints where projection = ${name}`;
  return row?.position ?? 0;
}
