import { setImmediate as nextTurn } from "node:timers/promises";
import type postgres from "postgres";
import { appendMany, appendOne, isRefusal, type Answer } from "./append-statements";
import type { Append } from "./event";

/** Larger batches are no faster, and keep those who wait for them longer. */
const mostAppendsInBatch = 256;
/** Half a second of work. Whoever comes when so many wait is told to try again. */
export const mostWaiting = 4_000;
const usualPatienceMs = 5_000;
const sweepMs = 100;

/** There are more appends than the database takes. Nothing was stored; the same append may be sent again in a moment. */
export class LogBusyError extends Error {
  override readonly name = "LogBusyError";
}

/** The database has not answered in time. Whether the events were stored is unknown; sending the same append again is safe. */
export class LogUnavailableError extends Error {
  override readonly name = "LogUnavailableError";
}

interface Waiting {
  readonly append: Append;
  readonly since: number;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Group commit: an append that comes alone is sent at once; those that come in the same turn of the event loop, or while
 * others are being written, go together, as one statement and one commit. Each gets its own answer, and one that can't be
 * stored fails none of its neighbours. Appends to one stream are written in the order they came.
 *
 * One statement at a time: with two the batches are half as large, which costs more than waiting for the disk does.
 */
export class AppendQueue {
  readonly #sql: postgres.Sql;
  readonly #patienceMs: number;
  #waiting: Waiting[] = [];
  #inFlight: readonly Waiting[] = [];
  #isWriting = false;
  #sweeper: NodeJS.Timeout | undefined;

  /** `patienceMs` is how long an append waits for its answer. */
  constructor(sql: postgres.Sql, patienceMs = usualPatienceMs) {
    this.#sql = sql;
    this.#patienceMs = patienceMs;
  }

  /** Throws `LogBusyError`, `LogUnavailableError`, or what the database says of this append. */
  append(append: Append): Promise<Answer> {
    if (this.#waiting.length >= mostWaiting) return Promise.reject(tooBusy());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ append, since: performance.now(), resolve, reject });
      this.#sweeper ??= setInterval(() => this.#sweep(), sweepMs).unref();
      if (!this.#isWriting) void this.#writeWaiting();
    });
  }

  async #writeWaiting(): Promise<void> {
    this.#isWriting = true;
    while (this.#waiting.length > 0) {
      // Also whoever was just answered, and goes on at once, is to come along in the next batch, not to wait for it.
      await nextTurn();
      this.#inFlight = this.#takeBatch();
      if (this.#inFlight.length <= 1) await this.#writeEach(this.#inFlight);
      else await this.#writeTogether(this.#inFlight);
      this.#inFlight = [];
    }
    this.#isWriting = false;
  }

  /** The ones that have waited longest, no two to one stream. */
  #takeBatch(): Waiting[] {
    const batch: Waiting[] = [];
    const left: Waiting[] = [];
    const taken = new Set<string>();
    for (const waiting of this.#waiting) {
      const { streamId } = waiting.append;
      const mustWait = batch.length === mostAppendsInBatch || taken.has(streamId);
      // One that must wait holds back those of its stream that came after it.
      taken.add(streamId);
      (mustWait ? left : batch).push(waiting);
    }
    this.#waiting = left;
    // In one order in every process: two batches that take the same streams in turn would wait for each other.
    return batch.toSorted((a, b) => (a.append.streamId < b.append.streamId ? -1 : 1));
  }

  async #writeTogether(batch: readonly Waiting[]): Promise<void> {
    try {
      const answers = await appendMany(
        this.#sql,
        batch.map(({ append }) => append),
      );
      batch.forEach((waiting, index) => {
        const answer = answers[index];
        if (answer) waiting.resolve(answer);
        else waiting.reject(new Error("append_batch did not answer for every append."));
      });
    } catch (error) {
      // One of them can't be stored, or another process came first: each is asked for on its own.
      if (isRefusal(error)) return this.#writeEach(batch);
      for (const waiting of batch) waiting.reject(error);
    }
  }

  async #writeEach(batch: readonly Waiting[]): Promise<void> {
    for (const { append, resolve, reject } of batch) await appendOne(this.#sql, append).then(resolve, reject);
  }

  /** Nobody waits for ever on a database that does not answer. */
  #sweep(): void {
    const late = performance.now() - this.#patienceMs;
    const isLate = ({ since }: Waiting): boolean => since < late;
    for (const waiting of this.#inFlight.filter(isLate)) waiting.reject(noAnswer());
    for (const waiting of this.#waiting.filter(isLate)) waiting.reject(tooBusy());
    this.#waiting = this.#waiting.filter((waiting) => !isLate(waiting));
    if (this.#waiting.length > 0 || this.#inFlight.length > 0) return;
    clearInterval(this.#sweeper);
    this.#sweeper = undefined;
  }
}

function tooBusy(): Error {
  return new LogBusyError(
    "The log has more to write than it can at the moment. Nothing was stored: try again in a moment.",
  );
}

function noAnswer(): Error {
  return new LogUnavailableError(
    "The database has not answered in time. Send the same again: what was stored is not stored twice.",
  );
}
