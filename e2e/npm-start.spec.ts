import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, request as requests, test as base, type APIRequestContext } from "@playwright/test";
import { fillCart, storedCart } from "./cart";

/** What `npm start` needs to find in its folder; `.data` it makes itself. */
const parts = [
  ".next",
  "app",
  "drizzle",
  "instrumentation.ts",
  "lib",
  "next.config.mjs",
  "node_modules",
  "package.json",
  "package-lock.json",
  "postcss.config.mjs",
  "proxy.ts",
  "public",
  "tsconfig.json",
];

interface RunningShop {
  readonly start: ChildProcess;
  readonly url: string;
  /** What the health route answered until the shop was open, each answer once. */
  readonly healths: readonly number[];
}

const test = base.extend<{ folder: string; open: () => Promise<RunningShop> }>({
  // A folder that looks like a fresh checkout after its first build.
  // oxlint-disable-next-line no-empty-pattern
  folder: async ({}, use) => {
    const folder = await mkdtemp(path.join(tmpdir(), "cartulary-start-"));
    await Promise.all(parts.map((part) => symlink(path.resolve(part), path.join(folder, part))));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
  open: async ({ folder }, use) => {
    const running: ChildProcess[] = [];
    await use(async () => {
      const port = await freePort();
      const start = spawn(process.execPath, ["--import", "tsx", "lib/cli/start.ts"], {
        cwd: folder,
        stdio: ["ignore", "ignore", "inherit"],
        env: bareEnvironment({ PORT: String(port), LOG_LEVEL: "warn" }),
      });
      running.push(start);
      return { start, ...(await untilOpen(`http://localhost:${port}`, start)) };
    });
    for (const start of running.filter(isRunning)) {
      start.kill("SIGINT");
      await once(start, "exit");
    }
  },
});

test.skip(process.platform === "win32", "Windows has no Ctrl-C that one process can send to another.");

test("Ctrl-C closes the shop, its database and an open live stream within five seconds", async ({ folder, open }) => {
  const { start, url, healths } = await open();
  expect(healths.at(-1)).toBe(200);
  expect(
    healths.every((status) => status === 503 || status === 200),
    "unhealthy only as 503",
  ).toBe(true);
  const visitor = await requests.newContext({ baseURL: url });
  await fillCart(visitor, "goose-quill");
  const stream = await openStream(url, visitor);
  const group = await familyOf(start, folder);
  expect(group.length).toBeGreaterThanOrEqual(3);

  const began = performance.now();
  start.kill("SIGINT");
  const [code] = (await once(start, "exit")) as [number | null];
  expect(code).toBe(0);
  expect(performance.now() - began).toBeLessThan(5_000);
  await stream.ended;
  await expect.poll(() => stillRunning(group), { message: "processes left behind" }).toEqual([]);
  await visitor.dispose();
});

test("after a kill -9 the next start finds everything that was acknowledged", async ({ folder, open }) => {
  const first = await open();
  const visitor = await requests.newContext({ baseURL: first.url });
  await fillCart(visitor, "goose-quill", "reed-pens");
  expect(await storedCart(visitor)).toEqual({ "goose-quill": 1, "reed-pens": 1 });
  const web = (await familyOf(first.start, folder)).filter((id) => id !== first.start.pid);
  first.start.kill("SIGKILL");
  await once(first.start, "exit");

  const second = await open();
  const returned = await requests.newContext({ baseURL: second.url, storageState: await visitor.storageState() });
  expect(await storedCart(returned)).toEqual({ "goose-quill": 1, "reed-pens": 1 });
  await fillCart(returned, "goose-quill");
  expect(await storedCart(returned)).toEqual({ "goose-quill": 2, "reed-pens": 1 });
  second.start.kill("SIGINT");
  const [code] = (await once(second.start, "exit")) as [number | null];
  expect(code).toBe(0);
  await expect.poll(() => stillRunning(web), { message: "processes left behind" }).toEqual([]);
  await Promise.all([visitor.dispose(), returned.dispose()]);
});

/** The environment of somebody who has configured nothing. */
function bareEnvironment(more: Record<string, string>): NodeJS.ProcessEnv {
  return { ...process.env, DATABASE_URL: undefined, SESSION_SECRET: undefined, NODE_ENV: "development", ...more };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0);
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  return typeof address === "object" && address ? address.port : 0;
}

async function untilOpen(url: string, start: ChildProcess): Promise<Pick<RunningShop, "url" | "healths">> {
  const healths: number[] = [];
  while (isRunning(start)) {
    const health = await fetch(`${url}/api/health`).catch(() => undefined);
    if (health && healths.at(-1) !== health.status) healths.push(health.status);
    if (health?.ok) return { url, healths };
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error("The shop ended before it was open.");
}

/** Follows the visitor's cart as a page does. */
async function openStream(url: string, visitor: APIRequestContext): Promise<{ ended: Promise<void> }> {
  const { cookies } = await visitor.storageState();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const response = await fetch(`${url}/api/cart/live`, { headers: { cookie } });
  const reader = response.body?.getReader();
  if (!reader) throw new Error("The live route has no body.");
  await reader.read();
  const toEnd = async (): Promise<void> => {
    while (!(await reader.read()).done);
  };
  // A stream that breaks off has ended, too.
  return { ended: toEnd().catch(() => undefined) };
}

/** The process, the web server below it and the database's postmaster. */
async function familyOf(start: ChildProcess, folder: string): Promise<readonly number[]> {
  const lines = (await output("ps", ["-A", "-o", "pid=,ppid="])).trim().split("\n");
  const pairs = lines.map((line) => line.trim().split(/\s+/).map(Number));
  const children = pairs.flatMap(([id = 0, parent]) => (parent === start.pid ? [id] : []));
  const [postmaster = ""] = (await readFile(path.join(folder, ".data/postgres/postmaster.pid"), "utf8")).split("\n");
  return [...new Set([start.pid ?? 0, ...children, Number(postmaster)])];
}

async function output(command: string, flags: readonly string[]): Promise<string> {
  const child = spawn(command, flags, { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  for await (const piece of child.stdout.setEncoding("utf8")) text += String(piece);
  return text;
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

/** Those of the processes that still run; one that only waits to be forgotten by its parent does not. */
async function stillRunning(ids: readonly number[]): Promise<readonly number[]> {
  const lines = (await output("ps", ["-A", "-o", "pid=,stat="])).trim().split("\n");
  const running = lines.map((line) => line.trim().split(/\s+/)).filter(([, state]) => !state?.startsWith("Z"));
  return running.map(([id]) => Number(id)).filter((id) => ids.includes(id));
}
