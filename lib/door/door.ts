import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import { interceptAnswer, sendAnswer, type Answer } from "./answer";
import { Gate } from "./gate";
import { databaseAway, tooBusy, tooLarge, tooSlow, unreadable } from "./refusals";
import { withContext, type RequestContext } from "./request-context";

/** As `serverActions.bodySizeLimit` in next.config.mjs; no route takes a body. Bytes. */
const largestBody = 64 * 1024;
/** So many wait for each one inside: at a few milliseconds each, they all get in before their patience is over. */
const waitingForEach = 4;
const patienceMs = 2_000;
/** The parts of an answer have limits of their own (see `lib/machine-failure.ts`); this is for what they don't cover. */
const longestAnswerMs = 8_000;
/** One an open page; each keeps a connection and a timer, and nothing else while its cart is quiet. */
const mostLiveStreams = 1_000;

type Kind = "command" | "page" | "live";
type Gates = Readonly<Record<Kind, Gate>>;

/** Stands before the web server of this process from its next request on. `mostInFlight` counts commands and pages apart. */
export function standAtTheDoor(mostInFlight: number): void {
  const channel = "http.server.request.start";
  // Node says here which server has a request before the server handles it: the way to a server that Next keeps to itself.
  const meet = (message: unknown): void => {
    unsubscribe(channel, meet);
    const { server } = message as { readonly server: Server };
    const listeners = server.listeners("request") as Handler[];
    server.removeAllListeners("request");
    server.on(
      "request",
      createDoor((...given) => Promise.all(listeners.map((listen) => listen(...given))), mostInFlight),
    );
  };
  subscribe(channel, meet);
}

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<unknown>;

/**
 * Turns away what cannot be served before `handle` does any work for it: 503 with Retry-After for the surplus, 413 for what is too
 * large, 400 for an address that means nothing. Then it puts a better answer in the place of some of the handler's: 400 where
 * Next gave up on a body before any action had begun, 503 where the database was away or the answer is late, 408 where the
 * body is. Health and files always pass.
 */
export function createDoor(handle: Handler, mostInFlight: number): RequestListener {
  const limits = { inside: mostInFlight, waiting: waitingForEach * mostInFlight, patienceMs };
  const gates: Gates = {
    command: new Gate(limits),
    page: new Gate(limits),
    live: new Gate({ inside: mostLiveStreams, waiting: 0, patienceMs }),
  };
  return (request, response) => {
    if (!isDecodable(request.url ?? "/")) return sendAnswer(response, unreadable(request));
    const kind = kindOf(request);
    if (kind === undefined) return void handle(request, response);
    if (Number(request.headers["content-length"] ?? 0) > largestBody) return sendAnswer(response, tooLarge(request));
    return void pass(gates[kind], kind, handle, request, response);
  };
}

async function pass(
  gate: Gate,
  kind: Kind,
  handle: Handler,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  const hangUp = (): void => gone.abort();
  response.once("close", hangUp);
  const leave = await gate.enter(gone.signal);
  response.off("close", hangUp);
  if (!leave) return sendAnswer(response, tooBusy(request));
  try {
    await withContext((context) => serve(context, kind, handle, request, response));
  } finally {
    leave();
  }
}

async function serve(
  context: RequestContext,
  kind: Kind,
  handle: Handler,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const answerInstead = interceptAnswer(response, (status) => correctionOf(status, context, request));
  const late = setTimeout(() => {
    if (request.complete) return answerInstead(databaseAway(request));
    // Its handler waits for the rest of the body, and is let go with the connection.
    response.once("finish", () => request.destroy());
    answerInstead(tooSlow(request));
  }, longestAnswerMs);
  if (kind === "live") clearTimeout(late);
  await handle(request, response).finally(() => clearTimeout(late));
  await Promise.allSettled(context.unfinished);
}

/** What to answer in place of an error that is not the shop's own. */
function correctionOf(status: number, context: RequestContext, request: IncomingMessage): Answer | undefined {
  if (status < 500) return undefined;
  if (context.databaseAway) return databaseAway(request);
  return request.method === "POST" && !context.actionEntered ? unreadable(request) : undefined;
}

/** Whether the percent signs of an address's path mean anything; Next would break over it. */
function isDecodable(url: string): boolean {
  if (!url.includes("%")) return true;
  try {
    decodeURIComponent(url.split("?", 1)[0] ?? "");
    return true;
  } catch {
    return false;
  }
}

/** Undefined for what always passes. */
function kindOf({ method, url = "/" }: IncomingMessage): Kind | undefined {
  if (method !== "GET" && method !== "HEAD") return "command";
  const [path = "/"] = url.split("?", 1);
  if (path === "/api/health" || path.startsWith("/_next/static/")) return undefined;
  if (/^\/[\w/-]*\.(?:svg|ico|png|webmanifest)$/.test(path)) return undefined;
  return path === "/api/cart/live" ? "live" : "page";
}
