import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import http from "node:http";
import { test as base } from "@playwright/test";
import { connect } from "@/lib/database/connection";
import { openCartWith, quantityOf, storedCart } from "./cart";
import { cloneDatabase } from "./database";
import { actionIds } from "./hostile-requests";
import { expect } from "./shop";
import { startWebServer } from "./web-server";

const mostInFlight = 4;
/** Each one inside has four in line behind it. */
const mostAdmitted = mostInFlight + 4 * mostInFlight;
const flood = 150;

interface Shop {
  readonly url: string;
  readonly databaseUrl: string;
  readonly pid: number;
}

/** A shop that works on four commands at a time. */
const test = base.extend<{ shop: Shop }>({
  // oxlint-disable-next-line no-empty-pattern
  shop: async ({}, use) => {
    const database = await cloneDatabase();
    const server = await startWebServer(database.url, { MOST_IN_FLIGHT: String(mostInFlight) });
    await use({ url: server.url, databaseUrl: database.url, pid: server.pid });
    await server.stop();
    await database.drop();
  },
  baseURL: async ({ shop }, use) => use(shop.url),
});

test("with the log held up, the surplus is told to try again at once, and the others are served when it moves on", async ({
  shop,
}) => {
  const send = await openDoor(shop.url);
  const release = await holdUpLog(shop.databaseUrl);
  const answers: Answer[] = [];
  const all = Array.from({ length: flood }, async () => answers.push(await send()));
  // The lock is still held: whoever is answered now was answered without the log.
  await expect.poll(() => answers.length).toBeGreaterThanOrEqual(flood - mostAdmitted);
  expect(answers.every(({ status, retryAfter }) => status === 503 && retryAfter === "1")).toBe(true);
  await release();
  await Promise.all(all);
  const accepted = answers.filter(({ status, body }) => status === 200 && body.includes('"outcome":"accepted"'));
  expect(accepted.length).toBeGreaterThanOrEqual(mostInFlight);
  expect(answers.filter(({ status }) => status === 503)).toHaveLength(flood - accepted.length);
  expect(await countOf(shop.databaseUrl, "addedItemToCart")).toBe(accepted.length);
  expect((await send()).status).toBe(200);
});

test("memory stays bounded under a flood, and afterwards all is as before", async ({ shop }) => {
  test.setTimeout(120_000);
  const send = await openDoor(shop.url);
  const round = async (): Promise<readonly Answer[]> => Promise.all(Array.from({ length: flood }, () => send()));
  for (let warmUp = 0; warmUp < 3; warmUp += 1) await round();
  const before = residentMegabytes(shop.pid);
  const answers: Answer[] = [];
  for (let count = 0; count < 12; count += 1) answers.push(...(await round()));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 503]));
  expect(residentMegabytes(shop.pid) - before).toBeLessThan(100);
  for (let count = 0; count < 20; count += 1) expect((await send()).status).toBe(200);
  expect((await fetch(`${shop.url}/api/health`)).status).toBe(200);
});

test("a shopper who is turned away keeps their changes, and they arrive when there is room", async ({ page, shop }) => {
  await openCartWith(page, "goose-quill");
  await expect(quantityOf(page, "Goose quill")).toHaveValue("1");
  const send = await openDoor(shop.url);
  const release = await holdUpLog(shop.databaseUrl);
  let turnedAway = 0;
  const crowd = Array.from({ length: mostAdmitted + 10 }, async () => (await send()).status === 503 && turnedAway++);
  await expect.poll(() => turnedAway).toBeGreaterThanOrEqual(10);
  await page.getByRole("button", { name: "Increase quantity of Goose quill" }).click();
  const trouble = page.getByRole("alert").filter({ hasText: "The shop can’t be reached." });
  await expect(trouble).toContainText("Your last change is kept and will be sent again.");
  await expect(quantityOf(page, "Goose quill")).toHaveValue("2");
  await release();
  await Promise.all(crowd);
  await expect(trouble).toBeHidden();
  await expect.poll(() => storedCart(page.request)).toEqual({ "goose-quill": 2 });
});

interface Answer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly body: string;
}

/** How to add a quill to the cart of somebody new. */
async function openDoor(url: string): Promise<() => Promise<Answer>> {
  const { hostname, port, origin } = new URL(url);
  const headers = { "next-action": (await actionIds()).sendCartCommands, "content-type": "text/plain", origin };
  const agent = new http.Agent({ keepAlive: true });
  return () => {
    const request = { type: "addItem", sku: "goose-quill", quantity: 1 };
    return new Promise((resolve, reject) => {
      const sent = http.request({ agent, hostname, port, method: "POST", path: "/cart", headers }, (response) => {
        let body = "";
        response.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, retryAfter: response.headers["retry-after"], body }),
        );
      });
      sent.on("error", reject);
      sent.end(JSON.stringify([{ commands: [{ commandId: randomUUID(), request }] }]));
    });
  };
}

/** Lets nobody append. Returns how to let them again. */
async function holdUpLog(databaseUrl: string): Promise<() => Promise<void>> {
  const sql = connect(databaseUrl, { max: 1 });
  await sql`begin`;
  await sql`lock table events in exclusive mode`;
  return async () => {
    await sql`rollback`;
    await sql.end();
  };
}

async function countOf(databaseUrl: string, type: string): Promise<number> {
  const sql = connect(databaseUrl, { max: 1 });
  const [row] = await sql<{ count: number }[]>`select count(*) from events where type = ${type}`;
  await sql.end();
  return row?.count ?? 0;
}

function residentMegabytes(pid: number): number {
  const { stdout } = spawnSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" });
  return Number(stdout) / 1024;
}
