import { readEnvironment } from "@/lib/environment";
import { openServer } from "./database-server";

/** Aborts on the first Ctrl-C. A second one ends the process at once, which the log survives as well. */
export function stopOnSignals(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.once(name, () => {
      console.error("\nStopping.");
      controller.abort();
    });
  }
  return controller.signal;
}

/** Hands the address of the shop's database to `work`; the embedded server runs as long as that. */
export async function withServer<Result>(work: (url: string) => Promise<Result>): Promise<Result> {
  const server = await openServer();
  try {
    // Nothing is signed here, so any secret will do.
    const { DATABASE_URL } = readEnvironment({
      ...process.env,
      DATABASE_URL: server.url,
      SESSION_SECRET: "-".repeat(32),
    });
    return await work(DATABASE_URL);
  } finally {
    await server.stop();
  }
}

/** What an error says. A connection that is refused on several addresses has no message of its own. */
export function explain(error: unknown): string {
  const causes: unknown[] = error instanceof AggregateError ? error.errors : [error];
  return causes.map((cause) => (cause instanceof Error ? cause.message : String(cause))).join("; ");
}
