import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import http from "node:http";
import { createServer, type AddressInfo } from "node:net";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { buildWhenNeeded, nextBin } from "@/lib/cli/build";
import { newVisitor, signVisitor, visitorCookie } from "@/lib/identity/visitor";

const startTimeoutMs = 60_000;

export interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

/** The built shop, served by one `next start` on a database of its own. */
export interface Web {
  /** `http://127.0.0.1:PORT`. */
  readonly address: string;
  /** Of the process that serves it. */
  readonly pid: number;
  /** The Cookie header of a visitor whom the shop has not seen yet. */
  newCookie(): string;
  get(path: string, headers?: http.OutgoingHttpHeaders): Promise<Answer>;
  /** Calls a server action of the page at `path` the way Next's client does. */
  callAction(cookie: string, path: string, name: string, args: readonly unknown[]): Promise<Answer>;
  /** Calls the cart's server action the way Next's client does, from a product's page. */
  sendCartCommands(cookie: string, commands: readonly unknown[]): Promise<Answer>;
  close(): Promise<void>;
}

interface WebOptions {
  /** A folder with a built copy of the shop; the shop itself by default. */
  readonly folder?: string;
  /** What the visitors' cookies are signed with; processes that serve the same visitors have the same. */
  readonly secret?: string;
}

/** Builds the pages if need be, and serves them. `connections` are kept open and used again. */
export async function openWeb(
  databaseUrl: string,
  connections: number,
  say: (message: string) => void,
  { folder = ".", secret = randomBytes(32).toString("hex") }: WebOptions = {},
): Promise<Web> {
  if (folder === ".") await buildWhenNeeded(say);
  const [actions, port] = [await actionIds(folder), await freePort()];
  const child = startNext(port, databaseUrl, secret, folder);
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  const address = { host: "127.0.0.1", port, agent };
  const web: Web = {
    address: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    newCookie: () => `${visitorCookie}=${encodeURIComponent(signVisitor(newVisitor(), secret))}`,
    get: (target, headers = {}) => request({ ...address, path: target, headers }),
    async callAction(cookie, target, name, args) {
      const action = actions.get(name);
      if (action === undefined) throw new Error(`The build has no server action named ${name}.`);
      const headers = {
        cookie,
        accept: "text/x-component",
        "content-type": "text/plain;charset=UTF-8",
        "next-action": action,
        origin: `http://127.0.0.1:${port}`,
      };
      return request({ ...address, method: "POST", path: target, headers }, JSON.stringify(args));
    },
    sendCartCommands: (cookie, commands) =>
      web.callAction(cookie, "/products/brass-hourglass", "sendCartCommands", [{ commands }]),
    async close() {
      agent.destroy();
      if (child.exitCode !== null) return;
      const exited = once(child, "exit");
      child.kill("SIGTERM");
      await exited;
    },
  };
  await untilOpen(web, child).catch(async (error: unknown) => {
    await web.close();
    throw error;
  });
  return web;
}

function startNext(port: number, databaseUrl: string, secret: string, folder: string): ChildProcess {
  return spawn(process.execPath, [nextBin, "start", "-H", "127.0.0.1", "-p", String(port)], {
    // The web server ends when its standard input does, so it never outlives the benchmark.
    stdio: ["pipe", "ignore", "inherit"],
    cwd: folder,
    env: {
      ...process.env,
      NODE_ENV: "production",
      DATABASE_URL: databaseUrl,
      SESSION_SECRET: secret,
      LOG_LEVEL: "warn",
      SUPERVISED: "1",
      NEXT_TELEMETRY_DISABLED: "1",
    },
  });
}

async function untilOpen(web: Web, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + startTimeoutMs;
  while (Date.now() < deadline && child.exitCode === null) {
    const health = await web.get("/api/health").catch(() => undefined);
    if (health?.status === 200) return;
    await delay(50);
  }
  throw new Error("The web server did not open.");
}

function request(options: http.RequestOptions, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = http.request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks) }));
      response.on("error", reject);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** The ids that the build has given to server actions, by their names. */
async function actionIds(folder: string): Promise<ReadonlyMap<string, string>> {
  const file = path.join(folder, ".next", "server", "server-reference-manifest.json");
  const manifest = JSON.parse(await readFile(file, "utf8")) as {
    readonly node: Readonly<Record<string, { readonly exportedName?: string }>>;
  };
  return new Map(Object.entries(manifest.node).map(([id, { exportedName }]) => [exportedName ?? id, id]));
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}
