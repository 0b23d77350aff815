import * as fs from "node:fs";
import path from "node:path";
import type postgres from "postgres";
import type { LogEvent, Sighting } from "./evidence";
import { parseHistory, type Operation } from "./history";
import { readSightings } from "./sightings";

const patienceMs = 60_000;

/** The histories of all writers, in all of their lives. */
export function readHistories(folder: string): Operation[] {
  const files = fs.readdirSync(folder).map((file) => path.join(folder, file));
  return files.flatMap((file) => parseHistory(fs.readFileSync(file, "utf8")));
}

/** What each follower saw, by its name. */
export function readFollowers(files: readonly string[]): Record<string, readonly Sighting[]> {
  return Object.fromEntries(files.map((file) => [path.basename(file, ".jsonl"), readSightings(file).seen]));
}

/** The log as the tables have it, asked without the store. */
export async function readLog(sql: postgres.Sql): Promise<LogEvent[]> {
  return sql<LogEvent[]>`
    select position, stream_id as "streamId", version, event_id as "eventId", type, data from events order by position`;
}

/** Waits until all followers have read the log up to `position`. Answers whether they did. */
export function untilSeen(files: readonly string[], position: number): Promise<boolean> {
  return until(async () => files.every((file) => readSightings(file).checkpoint >= position));
}

/** Waits until all read models are at the end of the log. Answers whether they came there. */
export function untilProjected(sql: postgres.Sql, position: number): Promise<boolean> {
  return until(async () => {
    const behind = await sql`select from checkpoints where position < ${position}`;
    return behind.length === 0;
  });
}

async function until(isSo: () => Promise<boolean>): Promise<boolean> {
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    if (await isSo()) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}
