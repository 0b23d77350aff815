import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { CartEvent } from "@/lib/cart/events";
import type { NewEvent } from "@/lib/event-store/event";
import type { Contender, Piece } from "../measure";

const debianFolder = "/usr/lib/postgresql";

/** Where pgbench is: on the PATH, or the newest that Debian's packages put aside. Undefined when there is none. */
export function findPgbench(): string | undefined {
  if (spawnSync("pgbench", ["--version"]).status === 0) return "pgbench";
  const versions = existsSync(debianFolder) ? readdirSync(debianFolder) : [];
  const found = versions
    .toSorted((a, b) => Number(b) - Number(a))
    .map((version) => path.join(debianFolder, version, "bin", "pgbench"));
  return found.find((file) => existsSync(file));
}

/** Calls `append_events` once per commit, from `clients` connections, with one event like this one to a new stream. */
export function pgbenchAppends(binary: string, url: string, clients: number, event: NewEvent<CartEvent>): Contender {
  return {
    system: "pgbench",
    async run(seconds) {
      const folder = await mkdtemp(path.join(os.tmpdir(), "cartulary-pgbench-"));
      try {
        await writeFile(path.join(folder, "append.sql"), appendScript(event));
        const answer = await runPgbench(binary, url, folder, clients, seconds);
        return await readPiece(folder, answer);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

function appendScript({ event, schemaVersion, metadata }: NewEvent<CartEvent>): string {
  const columns = [
    `array[gen_random_uuid()]`,
    `array[${quoted(event.type)}]`,
    `array[${schemaVersion}]::smallint[]`,
    `array[${quoted(JSON.stringify(event.data))}]`,
    `array[${quoted(JSON.stringify(metadata))}]`,
  ];
  return `select outcome, current_version, positions, stored_at from append_events('cart-' || gen_random_uuid(), 0, ${columns.join(", ")});\n`;
}

/** A colon would begin one of pgbench's variables, in strings too. */
function quoted(text: string): string {
  const escaped = text.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll(":", "\\x3a");
  return `E'${escaped}'`;
}

async function runPgbench(
  binary: string,
  url: string,
  folder: string,
  clients: number,
  seconds: number,
): Promise<string> {
  const { password, database, address } = withoutPassword(url);
  const threads = Math.min(clients, os.availableParallelism());
  const options = ["-n", "-M", "prepared", "-c", clients, "-j", threads, "-T", Math.max(1, Math.round(seconds))];
  const child = spawn(binary, [...options.map(String), "-f", "append.sql", "-l", address], {
    cwd: folder,
    env: { ...process.env, PGPASSWORD: password, PGDATABASE: database },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [output, errors] = await Promise.all([child.stdout.toArray(), child.stderr.toArray(), once(child, "exit")]);
  const said = Buffer.concat(errors as Buffer[]).toString();
  if (child.exitCode !== 0) throw new Error(`pgbench failed: ${said}`);
  return Buffer.concat(output as Buffer[]).toString();
}

/** What is on a command line, everybody on the machine can read. */
function withoutPassword(url: string): { password: string; database: string; address: string } {
  const parsed = new URL(url);
  const password = decodeURIComponent(parsed.password);
  parsed.password = "";
  return { password, database: parsed.pathname.slice(1), address: parsed.href };
}

/** Latencies from the log of single transactions (third column, µs), the rate as pgbench itself counts it. */
async function readPiece(folder: string, answer: string): Promise<Piece> {
  const logs = (await readdir(folder)).filter((name) => name.startsWith("pgbench_log."));
  const texts = await Promise.all(logs.map((name) => readFile(path.join(folder, name), "utf8")));
  const lines = texts.flatMap((text) => text.split("\n").filter((line) => line !== ""));
  const latenciesMs = lines.map((line) => Number(line.split(" ")[2]) / 1_000);
  const rate = Number(/^tps = ([\d.]+)/m.exec(answer)?.[1]);
  if (!(rate > 0)) throw new Error(`pgbench's answer has no rate:\n${answer}`);
  return { operations: latenciesMs.length, seconds: latenciesMs.length / rate, latenciesMs };
}
