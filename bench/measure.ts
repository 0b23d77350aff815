import { setTimeout as delay } from "node:timers/promises";

/** What one system did in one round. */
export interface Piece {
  readonly operations: number;
  /** From the first operation's start to the last one's end. */
  readonly seconds: number;
  /** Of each operation, in ms; empty where single operations can't be told apart. */
  readonly latenciesMs: readonly number[];
}

/**
 * Keeps `inFlight` operations going for `seconds`: each worker starts its next one when its last one has ended, so a slow
 * system is asked less often. `operation` hears its worker's number, from 0. The first error ends the run and is thrown.
 */
export async function closedLoop(
  inFlight: number,
  seconds: number,
  operation: (worker: number) => Promise<void>,
): Promise<Piece> {
  const latenciesMs: number[] = [];
  const startedAt = performance.now();
  const deadline = startedAt + seconds * 1_000;
  let hasFailed = false;
  const work = async (worker: number): Promise<void> => {
    for (let now = performance.now(); now < deadline && !hasFailed;) {
      await operation(worker);
      const endedAt = performance.now();
      latenciesMs.push(endedAt - now);
      now = endedAt;
    }
  };
  const workers = Array.from({ length: inFlight }, (_, worker) => work(worker));
  await Promise.all(workers).catch(async (error: unknown) => {
    hasFailed = true;
    await Promise.allSettled(workers);
    throw error;
  });
  return { operations: latenciesMs.length, seconds: (performance.now() - startedAt) / 1_000, latenciesMs };
}

/**
 * Begins `perSecond` operations a second for `seconds`, whether or not earlier ones have ended. Each answers how long what
 * it measures has taken, in ms. The first error is thrown at the end.
 */
export async function openLoop(
  perSecond: number,
  seconds: number,
  operation: (index: number) => Promise<number>,
): Promise<Piece> {
  const startedAt = performance.now();
  const running: Promise<number>[] = [];
  for (let index = 0; index < perSecond * seconds; index += 1) {
    await delay(Math.max(0, startedAt + (index * 1_000) / perSecond - performance.now()));
    const begun = operation(index);
    // It is awaited below; until then nobody else hears of its failure.
    begun.catch(() => {});
    running.push(begun);
  }
  const latenciesMs = await Promise.all(running);
  return { operations: running.length, seconds: (performance.now() - startedAt) / 1_000, latenciesMs };
}

/** One of several that are measured in turns. */
export interface Contender {
  readonly system: string;
  readonly run: (seconds: number) => Promise<Piece>;
}

export interface Measured {
  readonly system: string;
  /** One per round, in order. */
  readonly pieces: readonly Piece[];
}

export interface Plan {
  readonly rounds: number;
  /** How long each system works in each round. */
  readonly seconds: number;
  readonly warmUpSeconds: number;
  /** Called before each round, outside of what is measured. */
  readonly beforeRound: () => Promise<void>;
}

/**
 * Lets each contender warm up, then all of them in each round, one at a time: what disturbs the machine for a while
 * disturbs them alike. Another one begins each round.
 */
export async function takeTurns(contenders: readonly Contender[], plan: Plan): Promise<readonly Measured[]> {
  const measured = contenders.map(({ system, run }) => ({ system, run, pieces: [] as Piece[] }));
  for (const { run } of contenders) await run(plan.warmUpSeconds);
  for (let round = 0; round < plan.rounds; round += 1) {
    await plan.beforeRound();
    const first = round % measured.length;
    for (const { run, pieces } of [...measured.slice(first), ...measured.slice(0, first)]) {
      pieces.push(await run(plan.seconds));
    }
  }
  return measured;
}

/** The value that `share` (from 0 to 1) of the values do not exceed: nearest rank. Undefined of no values. */
export function percentile(values: readonly number[], share: number): number | undefined {
  const sorted = Float64Array.from(values).toSorted();
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

/** The middle value, or the mean of the two middle ones. NaN of no values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [below, above] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  return below === undefined || above === undefined ? Number.NaN : (below + above) / 2;
}
