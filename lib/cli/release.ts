import { parseArgs } from "node:util";
import type postgres from "postgres";
import type { EventStore } from "@/lib/event-store/event-store";
import { count } from "@/lib/import/summary";
import { listParked, type ParkedStream } from "@/lib/projector/parking";
import { releaseStream } from "@/lib/projector/release";
import { projections } from "@/lib/shop";
import { explain, projectionNames, withStore } from "./command";
import { describeParked } from "./parked-line";

const usage = `Replays parked events into the read models, after what they failed at was mended.

  npm run release                                  lists the streams that are parked, and why
  npm run release -- PROJECTION STREAM [STREAM …]  replays theirs, in order
  npm run release -- --all                         replays those of every stream

PROJECTION is ${projectionNames}. An event that fails again stays parked, and so do those behind it;
it exits with 2 if there are any. The shop may be open meanwhile if DATABASE_URL names its database.`;

/** Exit code when events stay parked. */
const stillParked = 2;

interface Wishes {
  /** Whether a stream that is parked is to be released. */
  readonly wish: (parked: ParkedStream) => boolean;
  /** Streams that were asked for by name. */
  readonly named: readonly string[];
}

/** What was asked for, or undefined when that is unclear. */
function readArguments(): Wishes | undefined {
  try {
    const options = { all: { type: "boolean", default: false } } as const;
    const { values, positionals } = parseArgs({ allowPositionals: true, options });
    const [name, ...streams] = positionals;
    if (name === undefined) return { wish: () => values.all, named: [] };
    if (values.all || !projections.some((projection) => projection.name === name) || streams.length === 0)
      return undefined;
    const named = new Set(streams);
    return { wish: ({ projection, streamId }) => projection === name && named.has(streamId), named: [...named] };
  } catch {
    return undefined;
  }
}

/** Releases what was asked for and lists what is parked then. Answers the exit code. */
async function run(sql: postgres.Sql, store: EventStore, { wish, named }: Wishes): Promise<number> {
  const wanted = (await listParked(sql)).filter(wish);
  for (const stream of named.filter((name) => !wanted.some(({ streamId }) => streamId === name))) {
    console.error(`${stream} is not parked.`);
  }
  for (const parked of wanted) await release(sql, store, parked);
  const left = await listParked(sql);
  for (const parked of left) console.log(describeParked(parked));
  if (left.length === 0) console.log("Nothing is parked.");
  return left.some(wish) ? stillParked : 0;
}

async function release(
  sql: postgres.Sql,
  store: EventStore,
  { projection: name, streamId }: ParkedStream,
): Promise<void> {
  const projection = projections.find((candidate) => candidate.name === name);
  if (!projection) throw new Error(`There is no projection named ${name} any more.`);
  const { released, parked } = await releaseStream(sql, store, projection, streamId);
  console.log(`${name}: ${streamId}: ${count(released)} events released, ${count(parked)} still parked.`);
}

async function main(): Promise<number> {
  const wishes = readArguments();
  if (!wishes) {
    console.error(usage);
    return 1;
  }
  return withStore("cartulary-release", (sql, store) => run(sql, store, wishes));
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(explain(error));
  return 1;
});
