import postgres from "postgres";

/**
 * What Postgres says when values don't fit: data exceptions, violated constraints, too large for an index, raised by a
 * trigger. Everything else (locks, disk, memory, shutdown, a missing table) would fail with other events as well.
 */
const valuesDontFit = /^(?:21|22|23|44|54|P0)/;
/** Codes of the driver and of sockets: the database is away. */
const databaseIsAway = /^(?:CONNECT|E(?!RR_))/;

/** Whether an error can be blamed on the events that were being written, so that trying them again may never help. */
export function isFaultOfEvents(error: unknown): boolean {
  if (error instanceof postgres.PostgresError) return valuesDontFit.test(error.code);
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return !(typeof code === "string" && databaseIsAway.test(code));
}

/** What an error says, as a text that a row can hold. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replaceAll("\0", "").slice(0, 2_000);
}
