import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import { join } from "node:path";
import { isWalledOff, logSize, logTail, run, type Binaries, type ServerUser } from "./embedded-binaries";

/** Name of the superuser and of the database. */
export const name = "cartulary";

/** Where an embedded server keeps its things, and who runs it with what. */
export interface Place {
  home: string;
  cluster: string;
  passwordFile: string;
  logFile: string;
  /** The port to listen on; without it, any. */
  port?: number | undefined;
  user: ServerUser;
  binaries: Binaries;
}

/** initdb works in a folder of its own that is renamed at the end: `cluster` is either whole or not there. */
export async function createCluster(place: Place, log: (message: string) => void): Promise<void> {
  log(`Creating a Postgres cluster in ${place.cluster}.`);
  await removeUnfinished(place.home);
  writePassword(place);
  for (const characterTypes of characterTypeCandidates()) {
    const unfinished = fs.mkdtempSync(join(place.home, "postgres-new-"));
    if (place.user) fs.chownSync(unfinished, place.user.uid, place.user.gid);
    const trouble = await initdb(place, unfinished, characterTypes);
    if (trouble === undefined) {
      fs.renameSync(unfinished, place.cluster);
      syncToDisk(place.home);
      return;
    }
    if (!trouble.includes("invalid locale name")) throw new Error(`Postgres could not create a cluster.\n${trouble}`);
  }
}

/** pg_trgm asks the C library what a letter is: under plain C it drops every letter outside of ASCII. */
function characterTypeCandidates(): string[] {
  if (process.platform === "win32") return ["C"];
  return [process.platform === "darwin" ? "en_US.UTF-8" : "C.UTF-8", "C"];
}

async function initdb(place: Place, folder: string, characterTypes: string): Promise<string | undefined> {
  const locale = ["--locale=C", `--lc-ctype=${characterTypes}`];
  const collation = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  const stdin = fs.openSync(place.passwordFile, "r");
  const passwordFile = isWalledOff(place.user) ? "/dev/stdin" : place.passwordFile;
  const access = ["-U", name, "-A", "scram-sha-256", `--pwfile=${passwordFile}`];
  const flags = ["-E", "UTF8", ...locale, ...collation, ...access, "--no-instructions"];
  const from = logSize(place.logFile);
  try {
    const child = run(place.binaries.initdb, flags, folder, { ...place, stdin });
    const code = await new Promise((resolve) => child.once("exit", resolve).once("error", resolve));
    return code === 0 ? undefined : logTail(place.logFile, from);
  } finally {
    fs.closeSync(stdin);
  }
}

/** What a killed initdb left. One that is still running may fight back: then the next start removes it. */
async function removeUnfinished(home: string): Promise<void> {
  const unfinished = fs.readdirSync(home).filter((entry) => entry.startsWith("postgres-new-"));
  const removals = unfinished.map((entry) =>
    fs.promises.rm(join(home, entry), { recursive: true, force: true, maxRetries: 5 }),
  );
  await Promise.allSettled(removals);
}

function writePassword({ passwordFile, user, home }: Place): void {
  const draft = `${passwordFile}-new`;
  fs.rmSync(draft, { force: true });
  fs.writeFileSync(draft, randomBytes(24).toString("base64url"), { mode: 0o600, flag: "wx" });
  if (user) fs.chownSync(draft, user.uid, user.gid);
  syncToDisk(draft);
  fs.renameSync(draft, passwordFile);
  syncToDisk(home);
}

function syncToDisk(path: string): void {
  if (process.platform === "win32") return;
  const descriptor = fs.openSync(path, "r");
  fs.fsyncSync(descriptor);
  fs.closeSync(descriptor);
}
