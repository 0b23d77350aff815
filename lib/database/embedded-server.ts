import { spawnSync, type ChildProcess } from "node:child_process";
import * as fs from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import postgres from "postgres";
import {
  chooseServerUser,
  findBinaries,
  identityOf,
  logSize,
  logTail,
  readIfThere,
  run,
  sendSignal,
} from "./embedded-binaries";
import { createCluster, name, type Place } from "./embedded-cluster";
import { claimFolder } from "./embedded-owner";

/** A running Postgres server of our own. */
export interface EmbeddedServer {
  /** `postgres://cartulary:PASSWORD@127.0.0.1:PORT/cartulary`; the port differs at each start that names none. */
  readonly url: string;
  /** True when a server that a killed process left behind was taken over. */
  readonly adopted: boolean;
  /** Shuts the server down and waits until it is gone; calling it again changes nothing. */
  stop(): Promise<void>;
}

interface Postmaster {
  pid: number;
  port: number;
  dataDir: string;
  ready: boolean;
}

const startTimeoutMs = 120_000;
const settings = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "200",
  shared_buffers: "64MB",
};
/** What passes by itself: a lost race for the port, or children of a killed postmaster that still end. */
const passingTrouble = /Address already in use|could not create any TCP|postmaster\.pid|shared memory block/;

/**
 * Starts a Postgres server for the folder `dataDir` (made when missing), or takes over the one that a killed
 * process left running there, and makes sure that its database `cartulary` exists.
 * Throws a sentence for a person when another living process uses the folder, when there are no binaries for
 * this machine, or, with the end of `dataDir/postgres.log`, when Postgres does not start.
 */
export async function startEmbeddedServer(options: {
  dataDir: string;
  /** Where it listens; without it, or for a server that is taken over, wherever there is room. */
  port?: number;
  log?: (message: string) => void;
}): Promise<EmbeddedServer> {
  const log = options.log ?? (() => {});
  fs.mkdirSync(options.dataDir, { recursive: true });
  const home = fs.realpathSync(options.dataDir);
  const release = claimFolder(home);
  try {
    const cluster = join(home, "postgres");
    const user = chooseServerUser(cluster);
    const files = { passwordFile: join(home, "postgres-password"), logFile: join(home, "postgres.log") };
    const { port } = options;
    const place: Place = { home, cluster, ...files, port, user, binaries: await findBinaries(user) };
    return await openServer(place, release, log);
  } catch (error) {
    release();
    throw error;
  }
}

async function openServer(place: Place, release: () => void, log: (message: string) => void): Promise<EmbeddedServer> {
  if (!fs.existsSync(join(place.cluster, "PG_VERSION"))) await createCluster(place, log);
  const password = readIfThere(place.passwordFile)?.trim();
  if (!password)
    throw new Error(`${place.passwordFile} is missing: restore it, or delete ${place.home} to start anew.`);

  const orphan = await findOrphan(place);
  const server = orphan ?? (await startPostmaster(place));
  const identity = identityOf(server.pid);
  try {
    await ensureDatabase(server.port, password);
  } catch (error) {
    if (!orphan) await stopPostmaster(server.pid, identity, place);
    throw new Error(`Postgres runs in ${place.cluster} but cannot be used: ${String(error)}`, {
      cause: error,
    });
  }
  log(`${orphan ? "Took over" : "Started"} Postgres on 127.0.0.1:${server.port} (process ${server.pid}).`);

  let stopping: Promise<void> | undefined;
  const stop = () => (stopping ??= stopPostmaster(server.pid, identity, place).finally(release));
  return {
    url: `postgres://${name}:${password}@127.0.0.1:${server.port}/${name}`,
    adopted: orphan !== undefined,
    stop,
  };
}

async function startPostmaster(place: Place): Promise<Postmaster> {
  for (let attempt = 1; ; attempt++) {
    const from = logSize(place.logFile);
    const values = { ...settings, port: String(place.port ?? (await freePort())) };
    const flags = Object.entries(values).flatMap(([key, value]) => ["-c", `${key}=${value}`]);
    const child = run(place.binaries.postgres, flags, place.cluster, place);
    child.unref();
    const postmaster = await waitUntilReady(place, child);
    if (postmaster) return postmaster;
    const trouble = logTail(place.logFile, from);
    if (attempt === 8 || !passingTrouble.test(trouble)) throw new Error(`Postgres did not start.\n${trouble}`);
    await delay(150 * attempt);
  }
}

async function waitUntilReady(place: Place, child: ChildProcess): Promise<Postmaster | undefined> {
  const deadline = Date.now() + startTimeoutMs;
  while (child.exitCode === null && child.signalCode === null) {
    const postmaster = readPostmaster(place.cluster);
    if (postmaster?.ready && postmaster.pid === child.pid) return postmaster;
    if (Date.now() > deadline) child.kill("SIGQUIT");
    await delay(10);
  }
  return undefined;
}

/** Asks the system for a port nobody listens on. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** Reads the lock file that a running or killed Postgres keeps in its data folder. */
function readPostmaster(cluster: string): Postmaster | undefined {
  const [pid, dataDir = "", , port, , , , status] = readIfThere(join(cluster, "postmaster.pid"))?.split("\n") ?? [];
  if (!pid) return undefined;
  return { pid: Number(pid), port: Number(port), dataDir, ready: status?.trim() === "ready" };
}

/** Finds a server left running in the cluster, waiting while it still starts up or shuts down. */
async function findOrphan({ cluster }: Place): Promise<Postmaster | undefined> {
  const deadline = Date.now() + startTimeoutMs;
  while (Date.now() < deadline) {
    const postmaster = readPostmaster(cluster);
    if (!postmaster || !identityOf(postmaster.pid)) return undefined;
    if (!isPostmasterOf(cluster, postmaster)) {
      // The process id was given to a stranger, which Postgres itself would take for a running server.
      fs.rmSync(join(cluster, "postmaster.pid"), { force: true });
      return undefined;
    }
    if (postmaster.ready) return postmaster;
    await delay(20);
  }
  throw new Error(`Another Postgres server is using ${cluster} and does not get ready. Stop it, or set DATABASE_URL.`);
}

function isPostmasterOf(cluster: string, { pid, dataDir }: Postmaster): boolean {
  if (process.platform === "win32") return true;
  if (process.platform !== "linux") {
    const command = spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).stdout;
    return command.includes("postgres") && dataDir === cluster;
  }
  try {
    return fs.readlinkSync(`/proc/${pid}/cwd`) === cluster;
  } catch {
    // Root in a container may not look (no CAP_SYS_PTRACE): then any postmaster could be ours.
    return readIfThere(`/proc/${pid}/comm`)?.trim() === "postgres";
  }
}

/** Proves that the server knows our password, and makes the database on the first start. */
async function ensureDatabase(port: number, password: string): Promise<void> {
  const account = { host: "127.0.0.1", port, user: name, password, database: "postgres" };
  const sql = postgres({ ...account, max: 1, connect_timeout: 10, fetch_types: false, onnotice: () => {} });
  try {
    const found = await sql`select from pg_database where datname = ${name}`;
    if (found.length === 0) await sql`create database ${sql(name)}`;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** `identity` guards against a process id that was reused after the server had died. */
async function stopPostmaster(pid: number, identity: string | undefined, { binaries }: Place): Promise<void> {
  const isGone = () => !identity || identityOf(pid) !== identity;
  for (const [signal, patienceMs] of [
    ["INT", 30_000],
    ["QUIT", 10_000],
  ] as const) {
    if (isGone()) return;
    // On Windows a signal from node would kill it on the spot; pg_ctl knows how to ask.
    if (process.platform === "win32")
      spawnSync(join(dirname(binaries.postgres), "pg_ctl"), ["kill", signal, String(pid)]);
    else sendSignal(pid, `SIG${signal}`);
    const deadline = Date.now() + patienceMs;
    while (!isGone() && Date.now() < deadline) await delay(10);
  }
  if (!isGone()) throw new Error(`Postgres (process ${pid}) did not stop.`);
}
