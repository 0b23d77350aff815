import { LogBusyError } from "./append-queue";

/** Twenty times what a crowd on one cart amounts to. */
const mostWaiting = 1_000;

/**
 * Work under the same key, one after the other, in the order it came. Commands for one stream take turns in the process
 * instead of overtaking each other at the database, where all but one would be told to try again.
 */
export class Turns {
  readonly #queues = new Map<string, { last: Promise<unknown>; length: number }>();

  /** Throws `LogBusyError` when too many wait for the same key already; else what `work` throws. */
  async take<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const queue = this.#queues.get(key) ?? { last: Promise.resolve(), length: 0 };
    if (queue.length >= mostWaiting) throw new LogBusyError("Too many wait for the same thing. Try again in a moment.");
    this.#queues.set(key, queue);
    queue.length += 1;
    const result = queue.last.then(work);
    // Whoever comes next waits for this one, not for its success.
    queue.last = result.catch(() => {});
    try {
      return await result;
    } finally {
      queue.length -= 1;
      if (queue.length === 0) this.#queues.delete(key);
    }
  }
}
