import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import { join } from "node:path";
import { identityOf, readIfThere } from "./embedded-binaries";
import { hasCode } from "./error-code";

/**
 * Makes this process the only user of the folder and returns how to give it up. The owner file appears whole
 * (link) and names process and start time, so that a reused process id after a crash does not count as alive.
 */
export function claimFolder(home: string): () => void {
  const file = join(home, "postgres-owner");
  const draft = `${file}-${randomBytes(6).toString("hex")}`;
  const mine = `${process.pid} ${identityOf(process.pid)}`;
  fs.writeFileSync(draft, mine);
  try {
    while (!linked(draft, file)) {
      const owner = readIfThere(file);
      if (owner !== undefined) displaceDeadOwner(home, file, owner);
    }
  } finally {
    fs.rmSync(draft);
  }
  return () => {
    if (readIfThere(file) === mine) fs.rmSync(file, { force: true });
  };
}

function displaceDeadOwner(home: string, file: string, owner: string): void {
  const [pid, ...identity] = owner.split(" ");
  if (identityOf(Number(pid)) === identity.join(" ")) {
    throw new Error(`Another Cartulary (process ${pid}) is using ${home}. Stop it, or set DATABASE_URL.`);
  }
  const grave = `${file}-${randomBytes(6).toString("hex")}`;
  try {
    fs.renameSync(file, grave);
  } catch (error) {
    if (hasCode(error, "ENOENT")) return;
    throw error;
  }
  // Somebody else may have displaced the dead owner first: then this moved a living one, which goes back.
  if (readIfThere(grave) !== owner) linked(grave, file);
  fs.rmSync(grave);
}

function linked(from: string, to: string): boolean {
  try {
    fs.linkSync(from, to);
    return true;
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    throw error;
  }
}
