/** What every process of the fault tests is told at its start. */
export interface ChildTask {
  readonly databaseUrl: string;
  /** Where the process writes down what it does or sees. */
  readonly file: string;
  readonly seed: number;
}

/** What this process was told, as the only argument. */
export function readTask(): ChildTask {
  return JSON.parse(process.argv[2] ?? "") as ChildTask;
}

/** Aborts when this process is to end: when its standard input does, as it also does when its parent dies. */
export function untilTold(): AbortSignal {
  const told = new AbortController();
  process.stdin.on("end", () => told.abort()).resume();
  return told.signal;
}

/** Tries again until it works: the database is killed now and then. */
export async function untilDone(work: () => Promise<unknown>, told: AbortSignal): Promise<void> {
  while (!told.aborted) {
    const isDone = await work().then(
      () => true,
      () => false,
    );
    if (isDone) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
