import * as fs from "node:fs";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import type postgres from "postgres";
import type { Random } from "@/bench/random";
import { connect } from "@/lib/database/connection";
import { migrate } from "@/lib/database/migrate";
import { EventStore } from "@/lib/event-store/event-store";
import { expectedTables, readTables } from "@/lib/projector/test-workload";
import { databaseUrl } from "../database";
import { finishAll, startCast, type Cast } from "./cast";
import { check } from "./checker";
import { unitsOf } from "./evidence";
import { readFollowers, readHistories, readLog, untilProjected, untilSeen } from "./collect";
import { MortalServer } from "./mortal-server";
import { rage } from "./nemesis";
import { strangeFailures, whatIsMissing, type Result } from "./summary";

interface Options {
  /** Empty; afterwards it holds what everybody wrote down. */
  readonly folder: string;
  readonly random: Random;
  readonly seconds: number;
  readonly writers: number;
}

/** A log that is written to at random, a shop, and an empty database to rebuild the shop's tables in. */
interface Urls {
  readonly log: string;
  readonly shop: string;
  readonly rebuilt: string;
}

/** One run: everybody works while the nemesis rages, then finishes, and what they wrote down is checked. */
export async function runFaults({ folder, random, seconds, writers }: Options): Promise<Result> {
  const [histories, sightings] = ["histories", "sightings"].map((name) => path.join(folder, name)) as [string, string];
  for (const made of [histories, sightings]) fs.mkdirSync(made);
  const server = await MortalServer.start(path.join(folder, "database"));
  // Postgres would go on after Ctrl-C; the processes end with this one.
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => void server.stop().finally(() => process.exit(1)));
  try {
    const urls = await prepareDatabases(server);
    const cast = startCast({ writers, urls, histories, sightings, random });
    const kills = await rage({ server, ...cast }, random, seconds * 1_000);
    const followerFiles = cast.followers.map(({ name }) => path.join(sightings, `${name}.jsonl`));
    const stuck = await finish(cast, urls, followerFiles);
    const operations = readHistories(histories);
    const { log, troubles, shopEvents } = await readDatabases(urls);
    return {
      operations,
      kills,
      violations: check({ operations, log, followers: readFollowers(followerFiles) }),
      troubles: [...stuck, ...troubles, ...strangeFailures(operations), ...whatIsMissing(operations, kills)],
      figures: {
        "sent again": unitsOf(operations).filter(({ sendings }) => sendings.length > 1).length,
        "events in the log": log.length,
        "events of the shop": shopEvents,
        seconds,
      },
    };
  } finally {
    await server.stop();
  }
}

async function prepareDatabases(server: MortalServer): Promise<Urls> {
  const [log, shop, rebuilt] = ["log", "shop", "rebuilt"].map((name) => databaseUrl(server.url, name));
  if (!log || !shop || !rebuilt) throw new Error("A database has no address.");
  await server.use((sql) => sql`create database log`);
  await migrate(log, path.resolve("drizzle"));
  await server.use((sql) => sql`create database shop template log`);
  await server.use((sql) => sql`create database rebuilt template log`);
  return { log, shop, rebuilt };
}

/** Lets those who write finish first, then those who read. Answers with what went wrong. */
async function finish(cast: Cast, urls: Urls, followerFiles: readonly string[]): Promise<string[]> {
  const troubles = await finishAll([...cast.writers, cast.shopper]);
  const [log, shop] = [connect(urls.log, { max: 1 }), connect(urls.shop, { max: 1 })];
  const [logHead, shopHead] = await Promise.all([log, shop].map((sql) => new EventStore(sql).awaitHead()));
  if (!(await untilSeen(followerFiles, logHead ?? 0))) troubles.push("A follower did not come to the end of the log.");
  if (!(await untilProjected(shop, shopHead ?? 0))) troubles.push("A projection did not come to the end of the log.");
  await Promise.all([log.end(), shop.end()]);
  return [...troubles, ...(await finishAll([...cast.followers, ...cast.projectors]))];
}

/** The log as it is, and whether the shop's tables are what its log says. */
async function readDatabases(urls: Urls) {
  const [log, shop, rebuilt] = [urls.log, urls.shop, urls.rebuilt].map((url) => connect(url, { max: 2 }));
  if (!log || !shop || !rebuilt) throw new Error("A database has no connection.");
  try {
    const troubles = await compareTables(shop, rebuilt);
    const [row] = await shop<{ count: number }[]>`select count(*) as count from events`;
    return { log: await readLog(log), troubles, shopEvents: row?.count ?? 0 };
  } finally {
    await Promise.all([log, shop, rebuilt].map((sql) => sql.end()));
  }
}

async function compareTables(shop: postgres.Sql, rebuilt: postgres.Sql): Promise<string[]> {
  const tables = await readTables(shop);
  try {
    const expected = await expectedTables(shop, rebuilt);
    const wrong = Object.keys(expected).filter((name) => !isDeepStrictEqual(tables[name], expected[name]));
    return wrong.map((name) => `The table ${name} is not what a rebuild makes of the log.`);
  } catch (error) {
    return [`The shop's log cannot be projected: ${String(error)}`];
  }
}
