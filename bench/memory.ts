import { readdir, readFile } from "node:fs/promises";
import type { Figure } from "./report";
import type { Server } from "./server";
import type { Web } from "./web";

interface Process {
  readonly pid: number;
  readonly parent: number;
}

/**
 * Resident memory: of the server processes as each has it, of Postgres with shared pages counted once. Nothing where there
 * is no /proc, or where Postgres is on another machine.
 */
export async function memoryAfter(row: string, webs: readonly Web[], server: Server): Promise<readonly Figure[]> {
  const processes = await listProcesses();
  const figures: Figure[] = [];
  for (const [index, { pid }] of webs.entries()) {
    const bytes = await total(treeOf(pid, processes), "Rss");
    const of = webs.length === 1 ? "memory of the server" : `memory of server ${index + 1}`;
    if (bytes > 0) figures.push({ row, of, value: bytes / 1_000_000, unit: "MB" });
  }
  const postmaster = await postmasterOf(await server.backendPid(), processes);
  const bytes = postmaster === undefined ? 0 : await total(treeOf(postmaster, processes), "Pss");
  if (bytes > 0) figures.push({ row, of: "memory of the database", value: bytes / 1_000_000, unit: "MB" });
  return figures;
}

async function listProcesses(): Promise<readonly Process[]> {
  const pids = (await readdir("/proc").catch(() => [])).map(Number).filter(Number.isInteger);
  const found = await Promise.all(pids.map(async (pid) => ({ pid, parent: await parentOf(pid) })));
  return found;
}

async function parentOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/^PPid:\s+(\d+)/m.exec(status)?.[1] ?? 0);
}

/** A number from another machine may be some other process here. */
async function postmasterOf(backend: number, processes: readonly Process[]): Promise<number | undefined> {
  const name = await readFile(`/proc/${backend}/comm`, "utf8").catch(() => "");
  return name.trim() === "postgres" ? processes.find(({ pid }) => pid === backend)?.parent : undefined;
}

function treeOf(root: number, processes: readonly Process[]): readonly number[] {
  const children = processes.filter(({ parent }) => parent === root);
  return [root, ...children.flatMap(({ pid }) => treeOf(pid, processes))];
}

/** Bytes; a process that has ended meanwhile has none. */
async function total(pids: readonly number[], kind: "Rss" | "Pss"): Promise<number> {
  const texts = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "")));
  const kilobytes = texts.map((text) => Number(new RegExp(`^${kind}:\\s+(\\d+) kB`, "m").exec(text)?.[1] ?? 0));
  return kilobytes.reduce((sum, each) => sum + each, 0) * 1_024;
}
