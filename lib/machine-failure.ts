import { isDatabaseAway, isDatabaseFull } from "./database/database-away";
import { requestContext } from "./door/request-context";
import type { Rejection } from "./event-store/decider";

/** How long a person waits for the answer to a command before they are told to try again. */
const patienceMs = 5_000;

const busy: Rejection = {
  code: "busy",
  message: "The shop has more to do than it can at this moment. Please try again in a few seconds.",
};
const unavailable: Rejection = {
  code: "unavailable",
  message: "The shop can’t reach its register at this moment. Please try again in a few seconds.",
};

export type Attempt<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly rejection: Rejection };

/**
 * Runs a command. A failure of the machine that passes by itself becomes a typed rejection (`busy`, `unavailable`), within five seconds;
 * whether the command was carried out is then unknown, and sending it again under its id is safe. Other failures are thrown.
 */
export async function attempt<Value>(work: () => Promise<Value>): Promise<Attempt<Value>> {
  const working = work().then((value): Attempt<Value> => ({ ok: true, value }), toRejection);
  // What goes on after a late answer still takes its toll: the door counts it.
  requestContext()?.unfinished.push(working);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Attempt<Value>>((resolve) => {
    timer = setTimeout(() => resolve({ ok: false, rejection: unavailable }), patienceMs);
  });
  return Promise.race([working, late]).finally(() => clearTimeout(timer));
}

function toRejection(error: unknown): { readonly ok: false; readonly rejection: Rejection } {
  const rejection = passingRejection(error);
  if (!rejection) throw error;
  return { ok: false, rejection };
}

/** What a failure of the machine that passes by itself comes to; undefined for any other failure. */
export function passingRejection(error: unknown): Rejection | undefined {
  if (isDatabaseFull(error) || isNamed(error, "LogBusyError")) return busy;
  if (isDatabaseAway(error) || isNamed(error, "LogUnavailableError")) return unavailable;
  return undefined;
}

/** By name: each part of Next has its own copy of a class. */
function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}
