import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";

/**
 * The secret that signs visitors' cookies: SESSION_SECRET, else one made on the first start and kept in `folder`.
 *
 * Throws under NODE_ENV=production, where several processes must share a secret that outlives this disk.
 */
export async function sessionSecret(folder: string, variables: NodeJS.ProcessEnv = process.env): Promise<string> {
  if (variables.SESSION_SECRET !== undefined) return variables.SESSION_SECRET;
  if (variables.NODE_ENV === "production") {
    throw new Error(
      "SESSION_SECRET is not set; in production it should be at least 32 random characters, such as `openssl rand -hex 32` prints.",
    );
  }
  const file = path.join(folder, "session-secret");
  await mkdir(folder, { recursive: true });
  // "wx" fails when the file is there: of two first starts one makes the secret and both read it.
  await writeFile(file, randomBytes(32).toString("hex"), { flag: "wx", mode: 0o600 }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    },
  );
  return (await readFile(file, "utf8")).trim();
}
