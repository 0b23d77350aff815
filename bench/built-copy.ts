import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { cp, mkdir, mkdtemp, symlink } from "node:fs/promises";
import path from "node:path";
import { nextBin } from "@/lib/cli/build";

const sources = [
  "app",
  "lib",
  "public",
  "drizzle",
  "instrumentation.ts",
  "next.config.mjs",
  "package.json",
  "postcss.config.mjs",
  "proxy.ts",
  "tsconfig.json",
];

/** Where the page with the trivial action is in the copy: below a product's, so that Next's way to both is alike. */
export const trivialPath = "/products/brass-hourglass/bench-trivial";
const trivialFolder = path.join("app", "(shop)", "products", "[slug]", "bench-trivial");

interface BuiltCopy {
  readonly folder: string;
  remove(): void;
}

/**
 * Builds a copy of the shop with one more page, so that the same server serves its actions and one that does nothing. The copy
 * is inside the project, because the build accepts no packages from outside of its root.
 */
export async function buildCopy(say: (message: string) => void): Promise<BuiltCopy> {
  await mkdir(".data", { recursive: true });
  const folder = await mkdtemp(path.resolve(".data", "bench-shop-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  // Also when the run is interrupted.
  process.once("exit", remove);
  try {
    for (const source of sources) await cp(source, path.join(folder, source), { recursive: true });
    await cp(path.join("bench", "trivial"), path.join(folder, trivialFolder), { recursive: true });
    await symlink(path.resolve("node_modules"), path.join(folder, "node_modules"));
    say("Building a copy of the shop with one more page; this takes a minute.");
    await build(folder);
    return { folder, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

async function build(folder: string): Promise<void> {
  const child = spawn(process.execPath, [nextBin, "build"], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error("The build of the copy failed.");
}
