import type { ServerResponse } from "node:http";

/** An answer that the door gives itself. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  /** Seconds until it is worth trying again. */
  readonly retryAfter?: number;
}

/** Sends an answer in place of whatever was prepared. */
export function sendAnswer(response: ServerResponse, { status, contentType, body, retryAfter }: Answer): void {
  for (const name of response.getHeaderNames()) response.removeHeader(name);
  response.writeHead(status, {
    "Content-Type": `${contentType}; charset=utf-8`,
    "Content-Length": Buffer.byteLength(body),
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    ...(retryAfter !== undefined && { "Retry-After": String(retryAfter) }),
  });
  response.end(body);
}

/**
 * Watches how a handler answers. As its head is about to be sent, `instead` sees the status and may give another answer;
 * what the handler goes on to write is then dropped. Returns how to answer in its place at any time before that.
 */
export function interceptAnswer(
  response: ServerResponse,
  instead: (status: number) => Answer | undefined,
): (answer: Answer) => void {
  // These are overloaded; whatever a caller gives is passed on as it came.
  const own = Object.fromEntries(answering.map((name) => [name, response[name].bind(response) as Method]));
  let state: "undecided" | "own" | "replaced" = "undecided";
  const replace = (answer: Answer): void => {
    if (state !== "undecided") return;
    state = "replaced";
    Object.assign(response, own);
    sendAnswer(response, answer);
    Object.assign(response, mutedBy(response));
  };
  const isReplaced = (status: number): boolean => {
    const answer = state === "undecided" ? instead(status) : undefined;
    if (answer) replace(answer);
    else if (state === "undecided") state = "own";
    return state === "replaced";
  };
  const watched = answering.map((name) => [
    name,
    (...given: unknown[]): unknown => {
      const status = name === "writeHead" ? Number(given[0]) : response.statusCode;
      return isReplaced(status) ? mutedBy(response)[name]() : own[name]?.(...given);
    },
  ]);
  Object.assign(response, Object.fromEntries(watched));
  return replace;
}

/** What a handler may send an answer with. */
const answering = ["writeHead", "write", "end", "flushHeaders"] as const;

type Method = (...given: unknown[]) => unknown;

/** For a handler that does not know yet that its answer was replaced: to it, everything is as if it were still answering. */
function mutedBy(response: ServerResponse) {
  const dropped = (): ServerResponse => response;
  return {
    writeHead: dropped,
    write: () => true,
    end: dropped,
    flushHeaders: () => {},
    setHeader: dropped,
    appendHeader: dropped,
    removeHeader: () => {},
  };
}
