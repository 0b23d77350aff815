import { parseArgs } from "node:util";
import type postgres from "postgres";
import type { EventStore } from "@/lib/event-store/event-store";
import { count } from "@/lib/import/summary";
import { dryRun, type DryRun, type TableDifference } from "@/lib/projector/dry-run";
import type { RebuildOptions, RebuildProgress } from "@/lib/projector/fresh-tables";
import { listParked } from "@/lib/projector/parking";
import type { Projection } from "@/lib/projector/projection";
import { rebuild } from "@/lib/projector/rebuild";
import { projections } from "@/lib/shop";
import { explain, projectionNames, stopOnSignals, withStore } from "./command";
import { describeParked } from "./parked-line";
import { ProgressLine } from "./progress-line";

const usage = `Fills read models afresh from the log, beside the live ones, and swaps them in.

  npm run rebuild -- [PROJECTION] [--dry-run]

PROJECTION is ${projectionNames}; all of them when none is named.
With --dry-run nothing is swapped: it says which rows would change (and exits with 2 if there are any).
Ctrl-C stops it; the live read models are then as they were. The shop may be open meanwhile if DATABASE_URL names its database.`;

/** Exit code of a dry run that found differences. */
const differs = 2;

interface Wishes {
  readonly projections: readonly Projection[];
  readonly isDryRun: boolean;
}

/** What was asked for, or undefined when that is unclear. */
function readArguments(): Wishes | undefined {
  try {
    const options = { "dry-run": { type: "boolean", default: false } } as const;
    const { values, positionals } = parseArgs({ allowPositionals: true, options });
    const [name, ...others] = positionals;
    const wanted = projections.filter((projection) => name === undefined || projection.name === name);
    if (wanted.length === 0 || others.length > 0) return undefined;
    return { projections: wanted, isDryRun: values["dry-run"] };
  } catch {
    return undefined;
  }
}

/** Rebuilds one after the other. Answers the exit code. */
async function run(
  { projections, isDryRun }: Wishes,
  sql: postgres.Sql,
  store: EventStore,
  signal: AbortSignal,
): Promise<number> {
  const progress = new ProgressLine();
  let code = 0;
  try {
    for (const projection of projections) {
      const onProgress = (figures: RebuildProgress): void => progress.show(() => describe(projection, figures));
      const options: RebuildOptions = { signal, onProgress };
      if (!isDryRun) await rebuild(sql, store, projection, options);
      const found = isDryRun ? await dryRun(sql, store, projection, options) : undefined;
      progress.clear();
      console.log(found ? report(projection, found) : `${projection.name}: rebuilt.`);
      if (found?.tables.some(hasDifferences)) code = differs;
    }
    for (const stream of isDryRun ? [] : await listParked(sql)) console.error(describeParked(stream));
    return code;
  } finally {
    progress.clear();
  }
}

function describe({ name }: Projection, { events, total, perSecond, secondsLeft }: RebuildProgress): string {
  const rate = `${count(Math.round(perSecond))}/s`;
  return `${name}: ${count(events)} of ${count(total)} events, ${rate}, ${count(Math.ceil(secondsLeft))} s left`;
}

function hasDifferences({ onlyLive, onlyRebuilt, different }: TableDifference): boolean {
  return onlyLive + onlyRebuilt + different > 0;
}

function report({ name }: Projection, { position, tables, parked }: DryRun): string {
  const lines = tables.flatMap((found) => {
    if (!hasDifferences(found)) return [`  ${found.table}: the same`];
    const { table, onlyLive, onlyRebuilt, different, examples } = found;
    return [
      `  ${table}: ${count(different)} rows different, ${count(onlyLive)} only live, ${count(onlyRebuilt)} only rebuilt`,
      ...examples.flatMap(({ live, rebuilt }) => [`    live    ${show(live)}`, `    rebuilt ${show(rebuilt)}`]),
    ];
  });
  if (parked > 0) lines.push(`  A rebuild would park ${count(parked)} events.`);
  return [`${name}, at position ${count(position)}:`, ...lines].join("\n");
}

function show(row: unknown): string {
  return row === null ? "-" : JSON.stringify(row);
}

async function main(): Promise<number> {
  const wishes = readArguments();
  if (!wishes) {
    console.error(usage);
    return 1;
  }
  const signal = stopOnSignals();
  return withStore("cartulary-rebuild", (sql, store) => run(wishes, sql, store, signal)).catch((error: unknown) => {
    if (!signal.aborted) throw error;
    console.error("Stopped. What was not finished is as it was.");
    return 130;
  });
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(explain(error));
  return 1;
});
