import path from "node:path";
import type postgres from "postgres";
import { connect } from "@/lib/database/connection";
import { migrate } from "@/lib/database/migrate";
import { readEnvironment } from "@/lib/environment";
import { EventStore } from "@/lib/event-store/event-store";
import { projections, upcast } from "@/lib/shop";
import { openServer } from "./database-server";

/** As a sentence names them: "this, that or the other". */
export const projectionNames = new Intl.ListFormat("en-GB", { type: "disjunction" }).format(
  projections.map(({ name }) => name),
);

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

/** Hands the shop's database, migrated, and its log to `work`; `name` is what the database calls the connections. */
export async function withStore<Result>(
  name: string,
  work: (sql: postgres.Sql, store: EventStore) => Promise<Result>,
): Promise<Result> {
  return withServer(async (url) => {
    await migrate(url, path.resolve("drizzle"));
    const sql = connect(url, { name });
    try {
      return await work(sql, new EventStore(sql, undefined, { upcast }));
    } finally {
      await sql.end({ timeout: 5 });
    }
  });
}

/** What an error says. A connection that is refused on several addresses has no message of its own. */
export function explain(error: unknown): string {
  const causes: unknown[] = error instanceof AggregateError ? error.errors : [error];
  return causes.map((cause) => (cause instanceof Error ? cause.message : String(cause))).join("; ");
}
