import { AsyncLocalStorage } from "node:async_hooks";

/** What the door and the code behind it tell each other of one request. */
export interface RequestContext {
  /** An action's own code has begun: whatever fails from here on is not the sender's fault. */
  actionEntered: boolean;
  /** Something failed because the database is away. */
  databaseAway: boolean;
  /** Work that may go on after the answer; the request counts as in flight until it is over. */
  readonly unfinished: Promise<unknown>[];
}

/** Each part of Next has its own copy of every module; what there must be one of lives on `globalThis`. */
const holder = globalThis as typeof globalThis & { cartularyRequests?: AsyncLocalStorage<RequestContext> };

function contexts(): AsyncLocalStorage<RequestContext> {
  return (holder.cartularyRequests ??= new AsyncLocalStorage());
}

/** Runs `work` with a new context, which it is also given. */
export function withContext<Result>(work: (context: RequestContext) => Result): Result {
  const context: RequestContext = { actionEntered: false, databaseAway: false, unfinished: [] };
  return contexts().run(context, () => work(context));
}

/** The context of the request at hand; undefined outside of one (in development, where no door stands). */
export function requestContext(): RequestContext | undefined {
  return contexts().getStore();
}

/** To be called first thing by every action. */
export function enterAction(): void {
  const context = requestContext();
  if (context) context.actionEntered = true;
}
