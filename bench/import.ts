import os from "node:os";
import path from "node:path";
import { mkdtemp, rm } from "node:fs/promises";
import { seedCatalog } from "@/lib/catalog/seed/seed";
import { connect } from "@/lib/database/connection";
import { openDatabase } from "@/lib/database/database";
import { openCsvFile } from "@/lib/import/csv-file";
import { importHistory } from "@/lib/import/import-history";
import { Report } from "@/lib/import/report";
import { readHeader } from "@/lib/import/retail-line";
import type { Piece } from "./measure";
import type { Bench } from "./options";
import { toRows, type Row } from "./report";
import { openCartularyLog } from "./systems/cartulary";

/** Importing a whole file into an empty shop, as `npm run import` does it, up to the last event and without the read models. */
export async function benchImport({ server, options, say }: Bench): Promise<readonly Row[]> {
  const { retailFile } = options;
  if (retailFile === undefined) {
    say("import: no file was named (--retail-file, BENCH_RETAIL_FILE); its row is left out.");
    return [];
  }
  say("import");
  const { rounds, beforeRound } = options.plan(server);
  const folder = await mkdtemp(path.join(os.tmpdir(), "cartulary-import-"));
  const pieces: Piece[] = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      const url = await server.createShopDatabase("import");
      await seed(url);
      await beforeRound();
      pieces.push(await importFile(retailFile, url, path.join(folder, "report.csv")));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return toRows("import", 1, [{ system: "cartulary", pieces }]);
}

async function seed(url: string): Promise<void> {
  const sql = connect(url, { max: 1 });
  await seedCatalog(openDatabase(sql));
  await sql.end({ timeout: 5 });
}

async function importFile(name: string, url: string, reportFile: string): Promise<Piece> {
  const file = await openCsvFile(name);
  const header = readHeader(file.columns);
  if (!header) throw new Error(`${name} is not a file that the shop can import.`);
  const { store, close } = openCartularyLog(url);
  const sql = connect(url, { max: 8 });
  const report = await Report.create(reportFile, file.columns);
  try {
    const startedAt = performance.now();
    const signal = new AbortController().signal;
    const { figures, ending } = await importHistory({ file, header, report, sql, store, signal });
    if (ending !== "complete") throw new Error("The import did not reach the end of the file.");
    return { operations: figures.events, seconds: (performance.now() - startedAt) / 1_000, latenciesMs: [] };
  } finally {
    await report.close();
    await close();
    await sql.end({ timeout: 5 });
  }
}
