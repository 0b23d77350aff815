import path from "node:path";
import { parseArgs } from "node:util";
import type postgres from "postgres";
import { connect } from "@/lib/database/connection";
import { migrate } from "@/lib/database/migrate";
import { EventStore } from "@/lib/event-store/event-store";
import { count } from "@/lib/import/summary";
import { listParked, type ParkedStream } from "@/lib/projector/parking";
import { releaseStream } from "@/lib/projector/release";
import { projections, upcast } from "@/lib/shop";
import { explain, withServer } from "./command";
import { describeParked } from "./parked-line";

const names = projections.map(({ name }) => name);
const usage = `Replays parked events into the read models, after what they failed at was mended.

  npm run release                                  lists the streams that are parked, and why
  npm run release -- PROJECTION STREAM [STREAM …]  replays theirs, in order
  npm run release -- --all                         replays those of every stream

PROJECTION is ${names.slice(0, -1).join(", ")} or ${names.at(-1)}. An event that fails again stays parked, and so do those behind it;
it exits with 2 if there are any. The shop may be open meanwhile if DATABASE_URL names its database.`;

/** Exit code when events stay parked. */
const stillParked = 2;

/** Whether a stream that is parked is to be released. */
type Wish = (parked: ParkedStream) => boolean;

/** What was asked for, or undefined when that is unclear. */
function readArguments(): { readonly wish: Wish; readonly named: readonly string[] } | undefined {
  try {
    const options = { all: { type: "boolean", default: false } } as const;
    const { values, positionals } = parseArgs({ allowPositionals: true, options });
    const [name, ...streams] = positionals;
    if (name === undefined) return { wish: () => values.all, named: [] };
    if (values.all || !names.includes(name) || streams.length === 0) return undefined;
    const named = new Set(streams);
    return { wish: ({ projection, streamId }) => projection === name && named.has(streamId), named: [...named] };
  } catch {
    return undefined;
  }
}

/** Releases what was asked for and lists what is parked then. Answers the exit code. */
async function run(url: string, wish: Wish, named: readonly string[]): Promise<number> {
  await migrate(url, path.resolve("drizzle"));
  const sql = connect(url, { name: "cartulary-release" });
  try {
    const wanted = (await listParked(sql)).filter(wish);
    for (const stream of named.filter((name) => !wanted.some(({ streamId }) => streamId === name))) {
      console.error(`${stream} is not parked.`);
    }
    for (const parked of wanted) await release(sql, parked);
    const left = await listParked(sql);
    for (const parked of left) console.log(describeParked(parked));
    if (left.length === 0) console.log("Nothing is parked.");
    return left.some(wish) ? stillParked : 0;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function release(sql: postgres.Sql, { projection: name, streamId }: ParkedStream): Promise<void> {
  const projection = projections.find((candidate) => candidate.name === name);
  if (!projection) throw new Error(`There is no projection named ${name} any more.`);
  const store = new EventStore(sql, undefined, { upcast });
  const { released, parked } = await releaseStream(sql, store, projection, streamId);
  console.log(`${name}: ${streamId}: ${count(released)} events released, ${count(parked)} still parked.`);
}

async function main(): Promise<number> {
  const wishes = readArguments();
  if (!wishes) {
    console.error(usage);
    return 1;
  }
  return withServer((url) => run(url, wishes.wish, wishes.named));
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(explain(error));
  return 1;
});
