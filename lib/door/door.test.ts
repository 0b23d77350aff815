import { once } from "node:events";
import http from "node:http";
import { connect, type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { createDoor } from "./door";
import { enterAction, requestContext } from "./request-context";

type Handler = Parameters<typeof createDoor>[0];

/** A server behind a door; requests to `/held…` are answered once `release` is called. */
async function openServer(mostInFlight: number, handle?: Handler) {
  let release = (): void => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  const seen: string[] = [];
  const held: Handler = async (request, response) => {
    seen.push(request.url ?? "");
    if (request.url?.includes("held")) await released;
    response.end("done");
  };
  const server = http.createServer(createDoor(handle ?? held, mostInFlight)).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    release();
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const ask = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${port}${path}`, init);
  return { ask, port, seen, release };
}

test("the surplus is turned away at once, and those inside and in line are served", async () => {
  const { ask, seen, release } = await openServer(2);
  let turnedAway = 0;
  const all = Array.from({ length: 30 }, async () => {
    const answer = await ask("/held");
    if (answer.status === 503) turnedAway += 1;
    return answer;
  });
  // Two are inside, eight in line.
  await expect.poll(() => turnedAway).toBe(20);
  await expect.poll(() => seen.length).toBe(2);
  release();
  const answers = await Promise.all(all);
  const refusals = answers.filter(({ status }) => status === 503);
  expect(refusals.every(({ headers }) => headers.get("retry-after") === "1")).toBe(true);
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(10);
  expect((await ask("/held")).status).toBe(200);
});

test("who has waited long enough is turned away", async () => {
  const { ask, seen } = await openServer(1);
  void ask("/held").catch(() => {});
  await expect.poll(() => seen.length).toBe(1);
  expect((await ask("/late")).status).toBe(503);
  expect(seen).toEqual(["/held"]);
});

test("who hangs up leaves the line and is never served", async () => {
  const { ask, seen, release } = await openServer(1);
  const inside = ask("/held");
  await expect.poll(() => seen.length).toBe(1);
  const hangUp = new AbortController();
  const gone = ask("/gone", { signal: hangUp.signal });
  const patient = ask("/patient");
  hangUp.abort();
  await expect(gone).rejects.toThrow("aborted");
  release();
  expect((await inside).status).toBe(200);
  expect((await patient).status).toBe(200);
  expect(seen).not.toContain("/gone");
});

test("health, files and commands pass while pages are held up", async () => {
  const { ask, seen } = await openServer(1);
  for (let count = 0; count < 10; count += 1) void ask("/held").catch(() => {});
  await expect.poll(() => seen.length).toBe(1);
  for (const path of ["/api/health", "/_next/static/chunks/a.js", "/products/brass-hourglass.svg", "/icon.svg"])
    expect([path, (await ask(path)).status]).toEqual([path, 200]);
  expect((await ask("/cart", { method: "POST", body: "[]" })).status).toBe(200);
});

test("a refusal is a page for who navigates, JSON from a route and a sentence else", async () => {
  const { ask, seen } = await openServer(1);
  for (let count = 0; count < 10; count += 1) void ask("/held").catch(() => {});
  await expect.poll(() => seen.length).toBe(1);
  const page = await ask("/catalogue", { headers: { accept: "text/html" } });
  expect(page.headers.get("content-type")).toContain("text/html");
  expect(await page.text()).toMatch(/<meta http-equiv="refresh" content="2">[^]*more visitors than it can serve/);
  expect(await (await ask("/api/cart")).json()).toEqual({ error: expect.stringMatching(/try again/) });
  expect(await (await ask("/cart?_rsc=1")).text()).toMatch(/^The shop has more visitors .*\.$/);
});

test("what is too large or has no meaning never gets in", async () => {
  const { ask, seen } = await openServer(1);
  expect((await ask("/cart", { method: "POST", body: "x".repeat(65_537) })).status).toBe(413);
  expect((await ask("/products/%ff")).status).toBe(400);
  expect(seen).toEqual([]);
});

test("an error before any action has begun is the sender's, one after it is the shop's", async () => {
  const { ask } = await openServer(1, async (request, response) => {
    if (request.url === "/entered") enterAction();
    response.statusCode = 500;
    response.setHeader("Content-Encoding", "gzip");
    response.write("stack");
    response.end("trace");
  });
  const garbled = await ask("/cart", { method: "POST", body: "[" });
  expect(garbled.status).toBe(400);
  expect(await garbled.text()).toBe("The shop could not read that request. Nothing was changed.");
  expect((await ask("/cart")).status).toBe(500);
  expect((await ask("/entered", { method: "POST", body: "[]" })).status).toBe(500);
});

test("whoever does not send the rest of a body loses their place after a while", async () => {
  const { ask, port } = await openServer(1, async (request, response) => {
    await text(request).catch(() => {});
    response.end("done");
  });
  const socket = connect(port, "127.0.0.1");
  socket.write("POST /cart HTTP/1.1\r\nHost: shop\r\nContent-Length: 10\r\n\r\nhalf");
  let heard = "";
  socket.setEncoding("utf8").on("data", (piece: string) => (heard += piece));
  await once(socket, "close");
  expect(heard).toMatch(/^HTTP\/1\.1 408 /);
  expect((await ask("/cart", { method: "POST", body: "whole" })).status).toBe(200);
}, 20_000);

test("a failure for want of the database says when to try again", async () => {
  const { ask } = await openServer(1, async (_request, response) => {
    const context = requestContext();
    if (context) context.databaseAway = true;
    response.writeHead(500).end();
  });
  const answer = await ask("/api/cart");
  expect(answer.status).toBe(503);
  expect(answer.headers.get("retry-after")).toBe("5");
});

test("work that goes on after its answer keeps its place", async () => {
  let finish = (): void => {};
  const unfinished = new Promise<void>((resolve) => (finish = resolve));
  const { ask } = await openServer(1, async (_request, response) => {
    requestContext()?.unfinished.push(unfinished);
    response.end();
  });
  expect((await ask("/first")).status).toBe(200);
  expect((await ask("/second")).status).toBe(503);
  finish();
  expect((await ask("/third")).status).toBe(200);
});
