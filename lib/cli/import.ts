import path from "node:path";
import { parseArgs } from "node:util";
import { seedCatalog } from "@/lib/catalog/seed/seed";
import { connect } from "@/lib/database/connection";
import { openDatabase } from "@/lib/database/database";
import { migrate } from "@/lib/database/migrate";
import { readEnvironment } from "@/lib/environment";
import { EventStore } from "@/lib/event-store/event-store";
import { WakeUp } from "@/lib/event-store/wake-up";
import { openCsvFile, UnusableFileError, type CsvFile } from "@/lib/import/csv-file";
import { importHistory, type Figures, type Imported } from "@/lib/import/import-history";
import { catchUp } from "@/lib/import/read-models";
import { Report } from "@/lib/import/report";
import { readHeader, retailColumns, type RetailHeader } from "@/lib/import/retail-line";
import { count, findContradictions, findOrders, summarize } from "@/lib/import/summary";
import { Projector } from "@/lib/projector/projector";
import { projections } from "@/lib/shop";
import { openServer } from "./database-server";
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

/** What was asked for, or undefined when that is unclear. Names are relative to the folder the person typed them in. */
function readArguments(): Wishes | undefined {
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options: { report: { type: "string" } } });
    const [name, ...others] = positionals;
    if (name === undefined || others.length > 0) return undefined;
    // npm runs scripts in the project's folder and tells here where it was called.
    const folder = (process.env.npm_lifecycle_event === "import" ? process.env.INIT_CWD : undefined) ?? process.cwd();
    const base = path.basename(name).replace(/(?:\.csv)?(?:\.gz)?$/i, "");
    return { file: path.resolve(folder, name), report: path.resolve(folder, values.report ?? `import-report-${base}.csv`) };
  } catch {
    return undefined;
  }
}

/** Opens what is read and what is written to, before anything changes. */
async function openFiles(wishes: Wishes): Promise<{ file: CsvFile; header: RetailHeader; report: Report }> {
  const file = await openCsvFile(wishes.file);
  const header = readHeader(file.columns);
  if (!header) {
    const wanted = retailColumns.join(", ");
    throw new UnusableFileError(`${wishes.file} has other columns. Its first line should name ${wanted}, with commas between.`);
  }
  if (wishes.report === wishes.file) throw new UnusableFileError("The report would overwrite the file. Name another with --report.");
  const report = await Report.create(wishes.report, file.columns).catch((error: Error) => {
    throw new UnusableFileError(`The report cannot be written (${error.message}). Name another place with --report.`);
  });
  return { file, header, report };
}

/** Aborts on the first Ctrl-C; the second one ends the process, which the log survives as well. */
function stopOnSignals(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.once(name, () => {
      console.error("\nStopping after the batch in hand.");
      controller.abort();
    });
  }
  return controller.signal;
}

/** Connects, brings the database up to date, and hands it to `work`. */
async function withShop(url: string, work: (parts: { sql: ReturnType<typeof connect>; store: EventStore }) => Promise<number>) {
  const sql = connect(url, { name: "cartulary-import" });
  const pages = connect(url, { max: 1, name: "cartulary-import" });
  const wakeUp = new WakeUp(sql);
  const store = new EventStore(sql, (streamIds) => wakeUp.appended(streamIds));
  try {
    await migrate(url, path.resolve("drizzle"), async () => {
      await seedCatalog(openDatabase(pages));
      await new Projector(sql, store, wakeUp, projections).prepare();
    });
    return await work({ sql, store });
  } finally {
    await wakeUp.stop();
    await Promise.all([sql.end({ timeout: 5 }), pages.end({ timeout: 5 })]);
  }
}

function describeProgress(file: CsvFile, startedAt: number): (figures: Figures) => string {
  return ({ line, events, cartsAlreadyThere }) => {
    const rate = Math.round((events * 1_000) / (Date.now() - startedAt));
    const there = cartsAlreadyThere > 0 ? `, ${count(cartsAlreadyThere)} carts already there` : "";
    return `Line ${count(line)} (${Math.floor(file.fraction * 100)} %): ${count(events)} events, ${count(rate)}/s${there}`;
  };
}

/** Says how the import ended. Exit code 0 only when all of the file is in. */
function sayEnding(ending: Imported["ending"]): number {
  if (ending === "complete") return 0;
  if (ending === "stopped") {
    console.error("Stopped. What was imported stays; run it again to continue.");
    return 130;
  }
  console.error(
    `The file breaks off after line ${count(ending.line)} (${ending.message}). The invoices that were complete before that ` +
      "are in the log. Get the whole file and run the import again: it continues from there.",
  );
  return 1;
}

async function main(): Promise<number> {
  const wishes = readArguments();
  if (!wishes) {
    console.error(usage);
    return 1;
  }
  const { file, header, report } = await openFiles(wishes);
  const signal = stopOnSignals();
  const server = await openServer();
  try {
    // Nothing is signed here.
    readEnvironment({ ...process.env, DATABASE_URL: server.url, SESSION_SECRET: "-".repeat(32) });
    return await withShop(server.url, async ({ sql, store }) => {
      const startedAt = Date.now();
      const progress = new ProgressLine();
      const describe = describeProgress(file, startedAt);
      const onProgress = (figures: Figures): void => progress.show(() => describe(figures));
      const imported = await importHistory({ file, header, report, sql, store, signal, onProgress });
      const seconds = (Date.now() - startedAt) / 1_000;
      const caughtUp = await catchUp({
        sql,
        store,
        projections,
        signal,
        onProgress: (fraction) => progress.show(() => `Read models: ${Math.floor(fraction * 100)} %`),
      });
      progress.clear();
      const orders = caughtUp ? await findOrders(sql, imported.orders) : undefined;
      console.log(summarize(imported, report, orders, seconds, (Date.now() - startedAt) / 1_000));
      if (report.total > 0) console.log(`\nThe rejected lines and why: ${wishes.report}`);
      const contradictions = findContradictions(imported.figures, report.total, orders);
      for (const sentence of contradictions) console.error(sentence);
      const code = sayEnding(imported.ending);
      return contradictions.length > 0 ? 1 : code;
    });
  } finally {
    await report.close();
    await server.stop();
  }
}

process.exitCode = await main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  console.error(error instanceof UnusableFileError ? message : `The import ended early: ${message}\nWhat was imported stays; run it again to continue.`);
  return 1;
});
