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

/** Answers the same question asked by several projections with one read, and reads the next part ahead. */
function sharedReads(store: EventStore): (after: number, upTo: number, limit: number) => Promise<readonly StoredEvent[]> {
  let last: { readonly key: string; readonly events: Promise<readonly StoredEvent[]> } | undefined;
  return (after, upTo, limit) => {
    const key = `${after}/${upTo}/${limit}`;
    if (last?.key !== key) last = { key, events: store.readAll(after, upTo, limit) };
    return last.events;
  };
}

async function checkpointOf(sql: postgres.Sql, { name }: Projection): Promise<number> {
  const [row] = await sql<{ position: number }[]>`select position from checkpoints where projection = ${name}`;
  return row?.position ?? 0;
}
