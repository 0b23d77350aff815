import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, stat, writeFile } from "node:fs/promises";
import path from "node:path";

const sources = [
  "app",
  "lib",
  "public",
  "next.config.mjs",
  "package-lock.json",
  "postcss.config.mjs",
  "instrumentation.ts",
  "proxy.ts",
];

/** Builds the pages if anything they are made of is newer than the last build. Throws when the build fails. */
export async function buildWhenNeeded(log: (message: string) => void): Promise<void> {
  const built = await modifiedAt(stamp);
  const newest = Math.max(...(await Promise.all(sources.map(newestIn))));
  if (built > newest) return;
  log("Building the pages; this takes a minute the first time.");
  const build = spawn(process.execPath, [nextBin, "build"], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  const [code] = (await once(build, "exit")) as [number | null];
  if (code !== 0) throw new Error("The build failed; `node node_modules/next/dist/bin/next build` shows more.");
  await writeFile(stamp, "");
}

/** Made only when a build has succeeded; Next's own files are there after a failed one, too. */
const stamp = path.join(".next", "cartulary-built");

/** Through npx, Next would be left behind when its parent is stopped. */
export const nextBin = path.join("node_modules", "next", "dist", "bin", "next");

async function newestIn(source: string): Promise<number> {
  const entries = await readdir(source, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile() && !entry.name.endsWith(".test.ts"));
  return Math.max(
    await modifiedAt(source),
    ...(await Promise.all(files.map((f) => modifiedAt(path.join(f.parentPath, f.name))))),
  );
}

async function modifiedAt(file: string): Promise<number> {
  return (await stat(file).catch(() => undefined))?.mtimeMs ?? 0;
}
