/** postgres.js's own codes, then the system's, for connections that broke or never came to be. */
const connectionCodes = new Set([
  "CONNECTION_CLOSED",
  "CONNECTION_DESTROYED",
  "CONNECTION_ENDED",
  "CONNECT_TIMEOUT",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EPIPE",
  "ETIMEDOUT",
]);
/** Connection exceptions; shutdown, crash, starting up. */
const awayStates = /^(?:08...|57P0[123])$/;
const tooManyConnections = "53300";

/** Whether the database could not be reached, or went away meanwhile. It may be back in a moment. */
export function isDatabaseAway(error: unknown): boolean {
  return codesOf(error).some((code) => connectionCodes.has(code) || awayStates.test(code));
}

/** Whether the database has no connection left to give. */
export function isDatabaseFull(error: unknown): boolean {
  return codesOf(error).includes(tooManyConnections);
}

/** The codes of an error and its causes: drizzle wraps what the driver throws. */
function codesOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [];
  const own = "code" in error && typeof error.code === "string" ? [error.code] : [];
  return [...own, ...codesOf(error.cause)];
}
