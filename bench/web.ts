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
  /** The Cookie header of a visitor whom the shop has not seen yet. */
  newCookie(): string;
  get(path: string, headers?: http.OutgoingHttpHeaders): Promise<Answer>;
  /** Calls the cart's server action the way Next's client does, from a product's page. */
  sendCartCommands(cookie: string, commands: readonly unknown[]): Promise<Answer>;
  close(): Promise<void>;
}

/** Builds the pages if need be, and serves them. `connections` are kept open and used again. */
export async function openWeb(databaseUrl: string, connections: number, say: (message: string) => void): Promise<Web> {
  await buildWhenNeeded(say);
  const [action, port] = [await actionId("sendCartCommands"), await freePort()];
  const secret = randomBytes(32).toString("hex");
  const child = startNext(port, databaseUrl, secret);
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  const address = { host: "127.0.0.1", port, agent };
  const web: Web = {
    address: `http://127.0.0.1:${port}`,
    newCookie: () => `${visitorCookie}=${encodeURIComponent(signVisitor(newVisitor(), secret))}`,
    get: (target, headers = {}) => request({ ...address, path: target, headers }),
    sendCartCommands: (cookie, commands) =>
      request(
        {
          ...address,
          method: "POST",
          path: "/products/brass-hourglass",
          headers: {
            cookie,
            accept: "text/x-component",
            "content-type": "text/plain;charset=UTF-8",
            "next-action": action,
            origin: `http://127.0.0.1:${port}`,
          },
        },
        JSON.stringify([{ commands }]),
      ),
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

function startNext(port: number, databaseUrl: string, secret: string): ChildProcess {
  return spawn(process.execPath, [nextBin, "start", "-H", "127.0.0.1", "-p", String(port)], {
    // The web server ends when its standard input does, so it never outlives the benchmark.
    stdio: ["pipe", "ignore", "inherit"],
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

/** The id that the build has given to a server action. */
async function actionId(name: string): Promise<string> {
  const manifest = JSON.parse(
    await readFile(path.join(".next", "server", "server-reference-manifest.json"), "utf8"),
  ) as { readonly node: Readonly<Record<string, { readonly exportedName?: string }>> };
  const found = Object.entries(manifest.node).find(([, { exportedName }]) => exportedName === name);
  if (!found) throw new Error(`The build has no server action named ${name}.`);
  return found[0];
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}
