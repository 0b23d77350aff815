import { setTimeout as delay } from "node:timers/promises";
import type postgres from "postgres";
import type { EventStore } from "@/lib/event-store/event-store";
import type { WakeUp } from "@/lib/event-store/wake-up";
import { BatchReader, mostInBatch } from "./batch";
import { Follower, type ProjectionStatus } from "./follower";
import { listParked, type ParkedStream } from "./parking";
import type { Projection } from "./projection";
import { rebuild } from "./rebuild";
import { releaseStream, type Released } from "./release";

const pollMs = 1_000;
/**
 * Rounds begin so far apart: what is appended meanwhile is projected together, because a round of one event costs about what a
 * round of a hundred does. An append to a quiet log waits for nothing.
 */
const gatherMs = { least: 15, perEvent: 4, most: 60 };
/** While another process projects: how long until its progress is looked at again. */
const busyMs = 50;

/** Follows the log and keeps the read models up to date, one checkpoint per projection. */
export class Projector {
  readonly #sql: postgres.Sql;
  readonly #store: EventStore;
  readonly #wakeUp: WakeUp;
  readonly #followers: readonly Follower[];
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
    this.#followers = projections.map((projection) => new Follower(sql, store, projection));
  }

  /** Makes checkpoints for new projections and rebuilds those whose code has a new version. */
  async prepare(): Promise<void> {
    for (const { projection } of this.#followers) {
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

  /**
   * Projects everything that is in the log now, here or in another process, then returns. An event that keeps failing is
   * parked; throws what else a projection throws.
   */
  async catchUp(): Promise<void> {
    const head = await this.#store.awaitHead();
    this.#head = head;
    const reader = new BatchReader(this.#store, mostInBatch);
    await inStep(this.#followers, async (follower) => {
      const step = await follower.advanceOrPark(head, reader);
      this.#wakeWaiting();
      if (step === "busy") await delay(busyMs);
      return step === "reached";
    });
  }

  /** Streams that projections leave out because an event failed. */
  parked(): Promise<readonly ParkedStream[]> {
    return listParked(this.#sql);
  }

  /** Replays the parked events of a stream, after what they failed at was mended. See `releaseStream`. */
  async release(name: string, streamId: string): Promise<Released> {
    const follower = this.#find(name);
    const result = await releaseStream(this.#sql, this.#store, follower.projection, streamId);
    follower.released(result.released);
    return result;
  }

  /** How far each projection is, by name. Positions are of this process's last look. */
  status(): Record<string, ProjectionStatus> {
    return Object.fromEntries(
      this.#followers.map((follower) => [follower.projection.name, follower.status(this.#head)]),
    );
  }

  /** The head of the log as this process last saw it. */
  get head(): number {
    return this.#head;
  }

  /** Resolves when a projection has reached `position`, or after `boundMs`: then false. */
  async waitFor(name: string, position: number, boundMs: number): Promise<boolean> {
    const follower = this.#find(name);
    const deadline = AbortSignal.timeout(boundMs);
    const bound = new Promise<void>((resolve) => deadline.addEventListener("abort", () => resolve(), { once: true }));
    while (follower.position < position && !deadline.aborted) {
      await Promise.race([bound, new Promise<void>((resolve) => this.#waiting.add(resolve))]);
    }
    return follower.position >= position;
  }

  async #run(): Promise<void> {
    const stopListening = this.#wakeUp.onAnyAppend(() => this.#signal());
    while (!this.#stopped) {
      const [before, startedAt] = [this.#head, performance.now()];
      await this.#sleep(await this.#round());
      const left = gatheringMs(this.#head - before) - (performance.now() - startedAt);
      if (left > 0 && !this.#stopped) await delay(left);
    }
    stopListening();
  }

  /** Projects what is there. Answers how long to sleep (ms) if nothing is appended. */
  async #round(): Promise<number> {
    this.#woken = false;
    try {
      this.#head = await this.#store.head();
    } catch {
      // The database is away, or an append has been open for long: the next round asks again.
      return pollMs;
    }
    const [head, reader] = [this.#head, new BatchReader(this.#store, mostInBatch)];
    let isWaitingForOthers = false;
    await inStep(this.#followers, async (follower) => {
      const step = await follower.attempt(head, reader);
      this.#wakeWaiting();
      isWaitingForOthers ||= step === "busy";
      return step !== "behind" || this.#stopped;
    });
    const now = Date.now();
    const retries = this.#followers.map(({ retryAt }) => retryAt - now).filter((ms) => ms > 0);
    return Math.min(isWaitingForOthers ? busyMs : pollMs, ...retries);
  }

  #find(name: string): Follower {
    const follower = this.#followers.find(({ projection }) => projection.name === name);
    if (!follower) throw new Error(`There is no projection named ${name}.`);
    return follower;
  }

  #wakeWaiting(): void {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
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
  }
}

/** How long to gather events when so many have come since the round before. */
function gatheringMs(events: number): number {
  return Math.min(Math.max(events * gatherMs.perEvent, gatherMs.least), gatherMs.most);
}

/** Takes steps with all, side by side so that they share what is read, until each has answered that it is done. */
async function inStep<Item>(items: readonly Item[], step: (item: Item) => Promise<boolean>): Promise<void> {
  for (let left = items; left.length > 0;) {
    const done = await Promise.all(left.map(step));
    left = left.filter((_, index) => !done[index]);
  }
}
