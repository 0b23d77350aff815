import path from "node:path";
import { parseArgs } from "node:util";
import type postgres from "postgres";
import { seedCatalog } from "@/lib/catalog/seed/seed";
import { connect } from "@/lib/database/connection";
import { openDatabase } from "@/lib/database/database";
import { migrate } from "@/lib/database/migrate";
import { EventStore } from "@/lib/event-store/event-store";
import { WakeUp } from "@/lib/event-store/wake-up";
import { openCsvFile, UnusableFileError, type CsvFile } from "@/lib/import/csv-file";
import { importHistory, type Figures, type Imported } from "@/lib/import/import-history";
import { Report } from "@/lib/import/report";
import { readHeader, retailColumns, type RetailHeader } from "@/lib/import/retail-line";
import { count, findContradictions, findImportedOrders, summarize } from "@/lib/import/summary";
import { Projector } from "@/lib/projector/projector";
import { projections, upcast } from "@/lib/shop";
import { explain, stopOnSignals, withServer } from "./command";
import { ProgressLine } from "./progress-line";

const usage = `Brings another shop's history into this one: its invoices as carts, its stock codes as products.

  npm run import -- FILE.csv[.gz] [--report REPORT.csv]

FILE has a header and the columns ${retailColumns.join(", ")}.
Lines that cannot be true of a cart go to REPORT.csv with the reason (import-report-FILE.csv when none is named).
Running it again continues where it was interrupted, and adds nothing twice.`;

interface Wishes {
  readonly file: string;
  readonly report: string;
}

interface Source {
  readonly file: CsvFile;
  readonly header: RetailHeader;
}

interface Log {
  readonly sql: postgres.Sql;
  readonly store: EventStore;
  readonly projector: Projector;
}

/** What was asked for, or undefined when that is unclear. Names are relative to the folder the person typed them in. */
function readArguments(): Wishes | undefined {
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options: { report: { type: "string" } } });
    const [name, ...others] = positionals;
    if (name === undefined || others.length > 0) return undefined;
    // npm runs scripts in the project's folder, and says here where it was called.
    const folder = (process.env.npm_lifecycle_event === "import" ? process.env.INIT_CWD : undefined) ?? process.cwd();
    const base = path.basename(name).replace(/(?:\.csv)?(?:\.gz)?$/i, "");
    return {
      file: path.resolve(folder, name),
      report: path.resolve(folder, values.report ?? `import-report-${base}.csv`),
    };
  } catch {
    return undefined;
  }
}

/** Opens the file and finds its columns, before anything else is touched. */
async function openSource(wishes: Wishes): Promise<Source> {
  const file = await openCsvFile(wishes.file);
  const header = readHeader(file.columns);
  if (!header) {
    const wanted = retailColumns.join(", ");
    throw new UnusableFileError(
      `${wishes.file} has other columns. Its first line should name ${wanted}, with commas between.`,
    );
  }
  if (wishes.report === wishes.file)
    throw new UnusableFileError("The report would overwrite the file. Name another with --report.");
  return { file, header };
}

async function openReport(wishes: Wishes, columns: readonly string[]): Promise<Report> {
  return Report.create(wishes.report, columns).catch((error: Error) => {
    throw new UnusableFileError(`The report cannot be written (${error.message}). Name another place with --report.`);
  });
}

/** Connects, brings the database up to date, and hands the log to `work`. */
async function withLog<Result>(url: string, work: (log: Log) => Promise<Result>): Promise<Result> {
  const sql = connect(url, { name: "cartulary-import" });
  const pages = connect(url, { max: 1, name: "cartulary-import" });
  const wakeUp = new WakeUp(sql);
  const store = new EventStore(sql, (streamIds) => wakeUp.appended(streamIds), { upcast });
  const projector = new Projector(sql, store, wakeUp, projections);
  try {
    await migrate(url, path.resolve("drizzle"), async () => {
      await seedCatalog(openDatabase(pages));
      await projector.prepare();
    });
    return await work({ sql, store, projector });
  } finally {
    await wakeUp.stop();
    await Promise.all([sql.end({ timeout: 5 }), pages.end({ timeout: 5 })]);
  }
}

/** Imports, catches the read models up and compares. Answers the exit code. */
async function run({ file, header }: Source, report: Report, log: Log, signal: AbortSignal): Promise<number> {
  const { sql, store, projector } = log;
  const startedAt = Date.now();
  const seconds = (): number => (Date.now() - startedAt) / 1_000;
  const progress = new ProgressLine();
  const onProgress = (figures: Figures): void => progress.show(() => describe(figures, file.fraction, seconds()));
  const imported = await importHistory({ file, header, report, sql, store, signal, onProgress });
  const importSeconds = seconds();
  const caughtUp = await catchUp(projector, progress, signal);
  progress.clear();

  const orders = caughtUp ? await findImportedOrders(sql, imported.orders) : undefined;
  console.log(summarize(imported.figures, report, orders, { import: importSeconds, all: seconds() }));
  const contradictions = findContradictions(imported.figures, report.total, orders);
  for (const sentence of contradictions) console.error(sentence);
  return Math.max(sayEnding(imported.ending, signal), contradictions.length > 0 ? 1 : 0);
}

function describe({ line, events, cartsAlreadyThere }: Figures, fraction: number, seconds: number): string {
  const there = cartsAlreadyThere > 0 ? `, ${count(cartsAlreadyThere)} carts already there` : "";
  const rate = count(Math.round(events / seconds));
  return `Line ${count(line)} (${Math.floor(fraction * 100)} %): ${count(events)} events, ${rate}/s${there}`;
}

/** False when stopped before the read models had everything; the shop goes on with them when it next runs. */
async function catchUp(projector: Projector, progress: ProgressLine, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return false;
  const stopped = new Promise<false>((resolve) =>
    signal.addEventListener("abort", () => resolve(false), { once: true }),
  );
  const timer = setInterval(() => {
    const slowest = Math.min(...Object.values(projector.status()).map(({ position }) => position));
    progress.show(() => `Read models: ${Math.floor((100 * slowest) / Math.max(1, projector.head))} %`);
  }, 100);
  try {
    return await Promise.race([projector.catchUp().then(() => true), stopped]);
  } finally {
    clearInterval(timer);
  }
}

/** Says how the import ended. The exit code is 0 only when the whole file was read. */
function sayEnding(ending: Imported["ending"], signal: AbortSignal): number {
  if (ending !== "complete" && ending !== "stopped") {
    console.error(
      `The file breaks off after line ${count(ending.line)} (${ending.message}). The invoices that were certain to be ` +
        "complete by then are in the log. Get the whole file and run the import again: it continues from there.",
    );
    return 1;
  }
  if (!signal.aborted) return 0;
  console.error("Stopped. What was imported stays; run the import again to continue.");
  return 130;
}

async function runWithReport(wishes: Wishes, source: Source, log: Log, signal: AbortSignal): Promise<number> {
  const report = await openReport(wishes, source.file.columns);
  try {
    return await run(source, report, log, signal);
  } catch (error) {
    throw new Error(`${explain(error)}\nWhat was imported before that stays; run the import again to continue.`, {
      cause: error,
    });
  } finally {
    await report.close();
    if (report.total > 0) console.log(`The rejected lines, with their reasons: ${wishes.report}`);
  }
}

async function main(): Promise<number> {
  const wishes = readArguments();
  if (!wishes) {
    console.error(usage);
    return 1;
  }
  const source = await openSource(wishes);
  const signal = stopOnSignals();
  return withServer((url) => withLog(url, (log) => runWithReport(wishes, source, log, signal)));
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(explain(error));
  return 1;
});
