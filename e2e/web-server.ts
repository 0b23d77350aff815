import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { nextBin } from "@/lib/cli/build";

/** One for all servers of a worker: they are processes of the same shop. */
const sessionSecret = randomBytes(32).toString("hex");

/** A running web process of the built shop. */
export interface WebServer {
  /** Without a slash at the end. */
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/**
 * Starts the built shop on a port of the system's choosing and waits until it is open. It dies with this process, however that
 * dies. Throws with what it said when it ends before. `variables` are added to its environment.
 */
export async function startWebServer(
  databaseUrl: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<WebServer> {
  const child = spawn(process.execPath, [nextBin, "start", "--hostname", "127.0.0.1", "--port", "0"], {
    stdio: ["pipe", "pipe", "pipe"],
    env: {
      ...process.env,
      NODE_ENV: "production",
      DATABASE_URL: databaseUrl,
      SESSION_SECRET: sessionSecret,
      LOG_LEVEL: "warn",
      SUPERVISED: "1",
      NEXT_TELEMETRY_DISABLED: "1",
      ...variables,
    },
  });
  const said: string[] = [];
  child.stderr.setEncoding("utf8").on("data", (text: string) => said.push(text));
  const ended = endOf(child, said);
  const url = await Promise.race([addressOf(child), ended]);
  await Promise.race([untilOpen(url), ended]);
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGTERM");
    await once(child, "exit");
  };
  return { url, pid: child.pid ?? 0, stop };
}

/** Port 0 is whichever is free, so the server itself must say which. */
async function addressOf(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error("The web server's output is not connected.");
  for await (const line of createInterface(child.stdout)) {
    const url = /Local:\s+(http:\S+)/.exec(line)?.[1];
    if (url !== undefined) {
      child.stdout.resume();
      return url;
    }
  }
  throw new Error("The web server did not say its address.");
}

async function endOf(child: ChildProcess, said: readonly string[]): Promise<never> {
  await once(child, "exit");
  throw new Error(`The web server ended too early.\n${said.join("")}`);
}

async function untilOpen(url: string): Promise<void> {
  for (;;) {
    const health = await fetch(`${url}/api/health`).catch(() => undefined);
    if (health?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
