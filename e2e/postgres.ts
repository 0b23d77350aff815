import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { chooseServerUser, findBinaries, run, sendSignal } from "@/lib/database/embedded-binaries";
import { startEmbeddedServer } from "@/lib/database/embedded-server";
import { connect } from "@/lib/database/connection";

/** A Postgres of a test's own, to be mistreated. */
export interface OwnPostgres {
  readonly url: string;
  /** Stops all of its processes in their tracks: connections stay open, and nothing answers. */
  freeze(): Promise<void>;
  thaw(): Promise<void>;
  /** Ends it at once, as if it had crashed: connections break, and new ones are refused. */
  crash(): Promise<void>;
  /** Starts it again after `crash`, at the same address. */
  restart(): Promise<void>;
  remove(): Promise<void>;
}

/** Starts an empty Postgres in a temporary folder. */
export async function openOwnPostgres(): Promise<OwnPostgres> {
  const folder = await mkdtemp(path.join(tmpdir(), "cartulary-postgres-"));
  const server = await startEmbeddedServer({ dataDir: folder });
  const cluster = path.join(folder, "postgres");
  const flags = await startFlags(cluster);
  let postmaster = await postmasterOf(cluster);
  const signal = async (name: NodeJS.Signals): Promise<void> => {
    process.kill(postmaster, name);
    // Looked for only now: a postmaster that is stopped makes no more of them.
    for (const id of childrenOf(postmaster)) sendSignal(id, name);
  };
  const crash = async (): Promise<void> => {
    process.kill(postmaster, "SIGQUIT");
    await until(async () => !isRunning(postmaster));
  };
  const restart = async (): Promise<void> => {
    const user = chooseServerUser(cluster);
    const { postgres } = await findBinaries(user);
    const child = run(postgres, flags, cluster, { user, logFile: path.join(folder, "postgres.log") });
    await once(child, "spawn");
    child.unref();
    postmaster = child.pid ?? 0;
    await until(() => answers(server.url));
  };
  const remove = async (): Promise<void> => {
    if (isRunning(postmaster)) {
      await signal("SIGCONT");
      await crash();
    }
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { url: server.url, freeze: () => signal("SIGSTOP"), thaw: () => signal("SIGCONT"), crash, restart, remove };
}

/** What the running server was started with, without its program and folder. */
async function startFlags(cluster: string): Promise<string[]> {
  const command = await readFile(path.join(cluster, "postmaster.opts"), "utf8");
  const words = [...command.matchAll(/"([^"]*)"/g)].map(([, word = ""]) => word);
  return words.slice(words.indexOf("-c"));
}

async function postmasterOf(cluster: string): Promise<number> {
  const [id] = (await readFile(path.join(cluster, "postmaster.pid"), "utf8")).split("\n");
  return Number(id);
}

function childrenOf(parent: number): readonly number[] {
  const { stdout } = spawnSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  const pairs = stdout
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  return pairs.flatMap(([id = 0, parentId]) => (parentId === parent ? [id] : []));
}

/** One that only waits to be forgotten by its parent does not run. */
function isRunning(id: number): boolean {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(id)], { encoding: "utf8" });
  return stdout.trim() !== "" && !stdout.trim().startsWith("Z");
}

async function answers(url: string): Promise<boolean> {
  const sql = connect(url, { max: 1 });
  const answered = await sql`select 1`.then(
    () => true,
    () => false,
  );
  await sql.end();
  return answered;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}
