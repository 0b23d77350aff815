import type postgres from "postgres";
import type { EventStore } from "@/lib/event-store/event-store";
import { mostInBatch, type BatchReader } from "./batch";
import { isFaultOfEvents, messageOf } from "./fault";
import type { Projection } from "./projection";
import { projectBatch } from "./run-projection";

const firstRetryDelayMs = 250;
const mostRetryDelayMs = 10_000;
/** After so many failures in a row the events that fail are parked. */
const attemptsBeforeParking = 3;

export interface ProjectionStatus {
  readonly position: number;
  /** Positions between this projection and the head of the log. */
  readonly lag: number;
  readonly error?: string;
  /** Events left out until their stream is released, if there are any. */
  readonly parked?: number;
}

/** Whether the head was reached; if not, whether that is because another process is projecting. */
export type Step = "reached" | "behind" | "busy";

/** One projection on its way through the log, as far as this process knows. */
export class Follower {
  readonly projection: Projection;
  readonly #sql: postgres.Sql;
  readonly #store: EventStore;
  #position = 0;
  #parked = 0;
  #failures = 0;
  /** Of these failures, those that may be the fault of an event. */
  #faults = 0;
  #retryAt = 0;
  #error: string | undefined;

  constructor(sql: postgres.Sql, store: EventStore, projection: Projection) {
    this.#sql = sql;
    this.#store = store;
    this.projection = projection;
  }

  get position(): number {
    return this.#position;
  }

  /** After a failure: not before this time (ms since the epoch), so that the others are not held up. */
  get retryAt(): number {
    return this.#retryAt;
  }

  status(head: number): ProjectionStatus {
    return {
      position: this.#position,
      lag: Math.max(0, head - this.#position),
      ...(this.#error === undefined ? {} : { error: this.#error }),
      ...(this.#parked === 0 ? {} : { parked: this.#parked }),
    };
  }

  /** After events were released: how many fewer are parked. */
  released(events: number): void {
    this.#parked = Math.max(0, this.#parked - events);
  }

  /** Projects the next batch. A failure is kept for `status`; until `retryAt` there is then nothing to do. */
  async attempt(head: number, reader: BatchReader): Promise<Step> {
    if (Date.now() < this.#retryAt) return "reached";
    try {
      return await this.advance(head, reader);
    } catch (error) {
      this.#failures += 1;
      this.#retryAt = Date.now() + Math.min(mostRetryDelayMs, firstRetryDelayMs * 2 ** (this.#failures - 1));
      this.#error = messageOf(error);
      return "reached";
    }
  }

  /** Projects the next batch, and again while it fails, until what fails can be parked. Throws what is no event's fault. */
  async advanceOrPark(head: number, reader: BatchReader): Promise<Step> {
    for (;;) {
      const isParking = this.#faults >= attemptsBeforeParking;
      try {
        return await this.advance(head, reader);
      } catch (error) {
        if (isParking || !isFaultOfEvents(error)) throw error;
      }
    }
  }

  /** Projects the next batch, unless another process is found at it. */
  async advance(head: number, reader: BatchReader): Promise<Step> {
    const isBusy = await this.#project(head, reader);
    this.#failures = 0;
    this.#error = undefined;
    if (this.#position >= head) return "reached";
    return isBusy ? "busy" : "behind";
  }

  async #project(head: number, reader: BatchReader): Promise<boolean> {
    // Before the first batch this process doesn't know where the checkpoint is.
    const isAhead = this.#position > 0 && this.#position < head;
    const ahead = isAhead ? await reader.read(this.#position, head) : undefined;
    const attempts = this.#faults < attemptsBeforeParking ? undefined : this.#faults;
    try {
      const options = { ahead, attempts };
      const result = await projectBatch(this.#sql, this.projection, this.#store, head, mostInBatch, options);
      // Another process is projecting. Its progress is read here, so that waiting readers of this process see it too.
      this.#position = result.outcome === "busy" ? await this.#readCheckpoint() : result.position;
      if (result.outcome === "advanced") this.#parked = result.parked;
      this.#faults = 0;
      return result.outcome === "busy";
    } catch (error) {
      if (isFaultOfEvents(error)) this.#faults += 1;
      throw error;
    }
  }

  async #readCheckpoint(): Promise<number> {
    const { name, version } = this.projection;
    const [row] = await this.#sql<{ position: number }[]>`
      select position from checkpoints where projection = ${name} and version = ${version}`;
    if (!row) throw new Error(`The tables of ${name} belong to another version of the shop.`);
    return row.position;
  }
}
