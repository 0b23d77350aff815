import type postgres from "postgres";
import type { StoredEvent } from "@/lib/event-store/event";
import type { EventStore } from "@/lib/event-store/event-store";

/** Events written in one transaction, at most. */
export const mostInBatch = 5_000;

/** Every event with `after` < position ≤ `upTo`. */
export interface Batch {
  readonly after: number;
  readonly upTo: number;
  readonly events: readonly StoredEvent[];
}

/** The next events after a position, at most `limit`, up to `head`. Who holds a transaction reads within it. */
export async function readBatch(
  store: EventStore,
  after: number,
  head: number,
  limit: number,
  within?: postgres.TransactionSql,
): Promise<Batch> {
  const events = await store.readAll(after, head, limit, within);
  // A short batch reached the head; beyond its last event there are only positions that nobody used.
  return { after, upTo: events.length < limit ? head : (events.at(-1)?.position ?? head), events };
}

/** This batch and the next one, for a few projections side by side. */
const mostKept = 4;

/** Reads the log once for projections that are at the same position, and the next batch while they write this one. */
export class BatchReader {
  readonly #store: EventStore;
  readonly #limit: number;
  readonly #batches = new Map<string, Promise<Batch>>();

  constructor(store: EventStore, limit: number) {
    this.#store = store;
    this.#limit = limit;
  }

  async read(after: number, head: number): Promise<Batch> {
    const batch = await this.#readOnce(after, head);
    // Who asks for the next batch hears of its failure.
    if (batch.upTo < head) this.#readOnce(batch.upTo, head).catch(() => {});
    return batch;
  }

  #readOnce(after: number, head: number): Promise<Batch> {
    const key = `${after}-${head}`;
    const known = this.#batches.get(key);
    if (known) return known;
    const reading = readBatch(this.#store, after, head, this.#limit);
    reading.catch(() => this.#batches.delete(key));
    this.#batches.set(key, reading);
    for (const oldest of [...this.#batches.keys()].slice(0, -mostKept)) this.#batches.delete(oldest);
    return reading;
  }
}
