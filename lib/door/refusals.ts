import type { IncomingMessage } from "node:http";
import type { Answer } from "./answer";

/** Seconds. The surplus of a burst is served within that; the cart's first retry waits as long. */
const busyRetryAfter = 1;
const awayRetryAfter = 5;

/** Too many requests at once: nothing was done about this one. */
export function tooBusy(request: IncomingMessage): Answer {
  const sentence = "The shop has more visitors than it can serve at this moment. Please try again in a few seconds.";
  return refusal(request, 503, "A queue at the door", sentence, busyRetryAfter);
}

/** The database did not answer, or not in time. */
export function databaseAway(request: IncomingMessage): Answer {
  const sentence =
    "The shop can’t reach its register at this moment. Everything in it is safe; please try again in a few seconds.";
  return refusal(request, 503, "The register is out of reach", sentence, awayRetryAfter);
}

/** A body that is no call of an action, or that is cut off or garbled. */
export function unreadable(request: IncomingMessage): Answer {
  return refusal(request, 400, "That made no sense", "The shop could not read that request. Nothing was changed.");
}

/** A body that is larger than anything the shop takes. */
export function tooLarge(request: IncomingMessage): Answer {
  return refusal(request, 413, "That is too much", "That request is larger than the shop takes. Nothing was changed.");
}

/** A body that does not arrive. */
export function tooSlow(request: IncomingMessage): Answer {
  const sentence = "The rest of that request did not arrive in time. Nothing was changed; please send it again.";
  return refusal(request, 408, "That took too long", sentence);
}

/** A page for who navigates, JSON from the routes, a plain sentence else: Next's client hands that on as an error's message. */
function refusal(
  request: IncomingMessage,
  status: number,
  title: string,
  sentence: string,
  retryAfter?: number,
): Answer {
  const about = { status, ...(retryAfter !== undefined && { retryAfter }) };
  if (request.headers.accept?.includes("text/html")) {
    const isRepeatable = retryAfter !== undefined && request.method === "GET";
    const reload = isRepeatable ? `<meta http-equiv="refresh" content="${retryAfter + 1}">` : "";
    return { ...about, contentType: "text/html", body: page(title, sentence, reload) };
  }
  if (request.url?.startsWith("/api/"))
    return { ...about, contentType: "application/json", body: JSON.stringify({ error: sentence }) };
  return { ...about, contentType: "text/plain", body: sentence };
}

/** A page without scripts, styles from elsewhere or anything else to ask for: it must cost nothing. */
function page(title: string, sentence: string, reload: string): string {
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${reload}
<title>${title} · Cartulary</title>
<style>
:root { color-scheme: light dark; --paper: #f6f0e2; --ink: #1b2233 }
@media (prefers-color-scheme: dark) { :root { --paper: #131a2b; --ink: #ece5d3 } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.125rem/1.6 system-ui, sans-serif }
main { max-width: 34rem; margin: 0 auto; padding: 20vh 1.5rem }
h1 { font: 2.5rem/1.1 Georgia, serif }
a { color: inherit }
</style>
</head>
<body>
<main>
<h1>${title}.</h1>
<p>${sentence}</p>
${reload ? "<p>This page tries again by itself.</p>" : '<p><a href="/">To the shop</a></p>'}
</main>
</body>
</html>
`;
}
