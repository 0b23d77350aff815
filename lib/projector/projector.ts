import { setTimeout as delay } from "node:timers/promises";
import type postgres from "postgres";
import type { EventStore } from "@/lib/event-store/event-store";
import type { WakeUp } from "@/lib/event-store/wake-up";
import type { Projection } from "./projection";
import { rebuild } from "./rebuild";
import { projectBatch } from "./run-projection";

const batchSize = 1_000;
const pollMs = 1_000;
/** While another process projects: how long until its progress is looked at again. */
const busyMs = 50;
const mostRetryDelayMs = 10_000;

export interface ProjectionStatus {
  readonly position: number;
  /** Positions between this projection and the head of the log. */
  readonly lag: number;
  readonly error?: string;
}

interface Running {
  readonly projection: Projection;
  position: number;
  failures: number;
  /** After a failure: not before this time (ms since the epoch), so that the others are not held up. */
  retryAt: number;
  error: string | undefined;
}

/** Follows the log and keeps the read models up to date, one checkpoint per projection. */
export class Projector {
  readonly #sql: postgres.Sql;
  readonly #store: EventStore;
  readonly #wakeUp: WakeUp;
  readonly #running: readonly Running[];
  readonly #waiting = new Set<() => void>();
  #head = 0;
  #stopped = false;
  #wake: (() => void) | undefined;
  #woken = false;
  #loop: Promise<void> | undefined;

  constructor(sql: postgres.Sql, store: EventStore, wakeUp: WakeUp, projections: readonly Projection[]) {
    this.#sql = sql;
    this.#store = store;
    this.#wakeUp = wakeUp;
    this.#running = projections.map((projection) => ({
      projection,
      position: 0,
      failures: 0,
      retryAt: 0,
      error: undefined,
    }));
  }

  /** Makes checkpoints for new projections and rebuilds those whose code has a new version. */
  async prepare(): Promise<void> {
    for (const { projection } of this.#running) {
      const [checkpoint] = await this.#sql<{ version: number }[]>`
        select version from checkpoints where projection = ${projection.name}`;
      if (checkpoint?.version !== projection.version) await rebuild(this.#sql, this.#store, projection);
    }
  }

  /** Follows the log until `stop`. */
  start(): void {
    this.#loop ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#signal();
    await this.#loop;
  }

  /** Projects everything that is in the log now, here or in another process, then returns. Throws what a projection throws. */
  async catchUp(): Promise<void> {
    const head = await this.#store.awaitHead();
    this.#head = head;
    await Promise.all(
      this.#running.map(async (running) => {
        while (!(await this.#advance(running, head))) await delay(busyMs);
      }),
    );
  }

  /** How far each projection is, by name. Positions are of this process's last look. */
  status(): Record<string, ProjectionStatus> {
    return Object.fromEntries(
      this.#running.map(({ projection, position, error }) => [
        projection.name,
        { position, lag: Math.max(0, this.#head - position), ...(error === undefined ? {} : { error }) },
      ]),
    );
  }

  /** The head of the log as this process last saw it. */
  get head(): number {
    return this.#head;
  }

  /** Resolves when a projection has reached `position`, or after `boundMs`: then false. */
  async waitFor(name: string, position: number, boundMs: number): Promise<boolean> {
    const running = this.#running.find(({ projection }) => projection.name === name);
    if (!running) throw new Error(`There is no projection named ${name}.`);
    const deadline = AbortSignal.timeout(boundMs);
    const bound = new Promise<void>((resolve) => deadline.addEventListener("abort", () => resolve(), { once: true }));
    while (running.position < position && !deadline.aborted) {
      await Promise.race([bound, new Promise<void>((resolve) => this.#waiting.add(resolve))]);
    }
    return running.position >= position;
  }

  async #run(): Promise<void> {
    const stopListening = this.#wakeUp.onAnyAppend(() => this.#signal());
    while (!this.#stopped) {
      const isWaitingForOthers = await this.#round();
      await this.#sleep(isWaitingForOthers ? busyMs : pollMs);
    }
    stopListening();
  }

  /** Whether something is left that another process is projecting. */
  async #round(): Promise<boolean> {
    try {
      this.#head = await this.#store.head();
    } catch {
      // The database is away, or an append has been open for long: the next round asks again.
      return false;
    }
    const reached = await Promise.all(this.#running.map((running) => this.#attempt(running)));
    return reached.includes(false);
  }

  async #attempt(running: Running): Promise<boolean> {
    if (Date.now() < running.retryAt) return true;
    try {
      const hasReached = await this.#advance(running, this.#head);
      running.failures = 0;
      running.error = undefined;
      return hasReached;
    } catch (error) {
      running.failures += 1;
      running.retryAt = Date.now() + Math.min(mostRetryDelayMs, pollMs * 2 ** running.failures);
      running.error = error instanceof Error ? error.message : String(error);
      return true;
    }
  }

  /** Projects up to `head`, or until another process is found at it. Answers whether head was reached. */
  async #advance(running: Running, head: number): Promise<boolean> {
    for (;;) {
      const result = await projectBatch(this.#sql, running.projection, this.#store, head, batchSize);
      // Another process is projecting. Its progress is read here, so that waiting readers of this process see it too.
      running.position = result.outcome === "busy" ? await this.#checkpointOf(running) : result.position;
      for (const wake of this.#waiting) wake();
      this.#waiting.clear();
      if (running.position >= head) return true;
      if (result.outcome === "busy" || this.#stopped) return false;
    }
  }

  async #checkpointOf({ projection }: Running): Promise<number> {
    const [row] = await this.#sql<{ position: number }[]>`
      select position from checkpoints where projection = ${projection.name} and version = ${projection.version}`;
    if (!row) throw new Error(`The tables of ${projection.name} belong to another version of the shop.`);
    return row.position;
  }

  #signal(): void {
    this.#woken = true;
    this.#wake?.();
  }

  /** Until the next append, or for so long. */
  async #sleep(mostMs: number): Promise<void> {
    if (!this.#woken) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, mostMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#woken = false;
  }
}
