import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { buildWhenNeeded, nextBin } from "./build";
import { openServer } from "./database-server";
import { sessionSecret } from "./session-secret";

const dataFolder = ".data";

/** `npm start` and `npm run dev`: database, build, web server; Ctrl-C stops them in the opposite order. */
async function start(dev: boolean): Promise<number> {
  const secret = await sessionSecret(dataFolder);
  const server = await openServer();
  const stopped = nextSignal();
  try {
    if (!dev) await Promise.race([buildWhenNeeded(say), stopped]);
    if (stopped.signal) return 0;
    const web = startWeb(dev, server.url, secret);
    const exited = once(web, "exit").then(([code]) => Number(code ?? 0));
    void announce(web, stopped);
    const result = await Promise.race([exited, stopped]);
    if (typeof result === "number") return result;
    say("Closing the shop.");
    web.kill("SIGTERM");
    await exited;
    return 0;
  } finally {
    await server.stop();
  }
}

function startWeb(dev: boolean, databaseUrl: string, secret: string): ChildProcess {
  const mode = dev ? "development" : "production";
  return spawn(process.execPath, [nextBin, dev ? "dev" : "start"], {
    // The web server ends when its standard input does, so it never outlives this process, even one killed with -9.
    stdio: ["pipe", "ignore", "inherit"],
    // A process group of its own: a terminal's Ctrl-C reaches this process only, which then stops the parts in order.
    detached: process.platform !== "win32",
    env: {
      ...process.env,
      NODE_ENV: mode,
      DATABASE_URL: databaseUrl,
      SESSION_SECRET: secret,
      SUPERVISED: "1",
      NEXT_TELEMETRY_DISABLED: "1",
    },
  });
}

/** Says so once the shop answers. */
async function announce(web: ChildProcess, stopped: { readonly signal: boolean }): Promise<void> {
  const address = `http://localhost:${process.env.PORT ?? "3000"}`;
  while (web.exitCode === null && !stopped.signal) {
    const health = await fetch(`${address}/api/health`).catch(() => undefined);
    if (health?.ok) return say(`The shop is open: ${address}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function nextSignal(): Promise<void> & { readonly signal: boolean } {
  let signalled = false;
  const signal = new Promise<void>((resolve) => {
    const stop = (): void => {
      signalled = true;
      resolve();
    };
    for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, stop);
  });
  return Object.defineProperty(signal, "signal", { get: () => signalled }) as Promise<void> & {
    readonly signal: boolean;
  };
}

function say(message: string): void {
  console.log(message);
}

start(process.argv.includes("--dev")).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
