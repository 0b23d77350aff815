import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import type postgres from "postgres";
import { createTestDatabase } from "@/lib/database/test-database";
import { EventStore } from "@/lib/event-store/event-store";
import { WakeUp } from "@/lib/event-store/wake-up";
import { Projector } from "@/lib/projector/projector";
import { projections } from "@/lib/shop";
import { openCsvFile } from "./csv-file";
import { importHistory, type Figures, type Imported } from "./import-history";
import { Report } from "./report";
import { readHeader, retailColumns } from "./retail-line";
import { findImportedOrders, type OrdersFound } from "./summary";

/** Columns of a line, in the order of `retailColumns`. */
export type HistoryLine = readonly string[];

/** A line of a history: what is not said is an ordinary one's. */
export function lineOf(changes: Partial<Record<(typeof retailColumns)[number], string>> = {}): HistoryLine {
  const ordinary = {
    InvoiceNo: "536365",
    StockCode: "85123A",
    Description: "WHITE HANGING HEART T-LIGHT HOLDER",
    Quantity: "6",
    InvoiceDate: "2010-12-01 08:26:00",
    UnitPrice: "2.55",
    CustomerID: "17850.0",
    Country: "United Kingdom",
  };
  return Object.values({ ...ordinary, ...changes });
}

export function csvOf(lines: readonly HistoryLine[]): string {
  return [retailColumns, ...lines].map((fields) => `${fields.join(",")}\r\n`).join("");
}

/** A folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "cartulary-import-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

export interface ImportDone {
  readonly ending: Imported["ending"];
  readonly figures: Figures;
  readonly orders: OrdersFound;
  readonly report: Report;
  /** The report file as written. */
  readonly reportText: string;
}

/** A shop with an empty log, to import into. */
export interface ImportingShop {
  readonly sql: postgres.Sql;
  readonly store: EventStore;
  /** Imports a CSV text and catches the read models up. `stopAfter` stops it after so many pieces of the file. */
  run(
    content: string | Uint8Array,
    options?: { readonly stopAfter?: number; readonly store?: EventStore },
  ): Promise<ImportDone>;
}

export async function openImportingShop(): Promise<ImportingShop> {
  const sql = (await createTestDatabase()).connect();
  const wakeUp = new WakeUp(sql);
  const store = new EventStore(sql);
  const projector = new Projector(sql, store, wakeUp, projections);
  await projector.prepare();
  const folder = await temporaryFolder();

  const run: ImportingShop["run"] = async (content, options = {}) => {
    const source = path.join(folder, "history.csv");
    await writeFile(source, content);
    const file = await openCsvFile(source);
    const header = readHeader(file.columns);
    if (!header) throw new Error("columns are missing");
    const reportFile = path.join(folder, "report.csv");
    const report = await Report.create(reportFile, file.columns);
    const stopping = new AbortController();
    let pieces = 0;
    const onProgress = (): void => {
      pieces += 1;
      if (pieces === options.stopAfter) stopping.abort();
    };
    const parts = { file, header, report, sql, store: options.store ?? store, signal: stopping.signal, onProgress };
    try {
      const imported = await importHistory(parts);
      await projector.catchUp();
      const orders = await findImportedOrders(sql, imported.orders);
      return { ...imported, orders, report, reportText: await readFile(reportFile, "utf8") };
    } finally {
      await report.close();
    }
  };
  return { sql, store, run };
}

/** All that an import leaves behind, without what differs between any two runs. */
export async function remains(sql: postgres.Sql) {
  return {
    events: await sql`
      select stream_id, version, event_id, type, schema_version, data, metadata from events order by stream_id, version`,
    orders: await sql`
      select order_id, order_number, owner, item_count, total, placed_at from orders order by order_number`,
    orderLines:
      await sql`select order_id, line, sku, name, unit_price, quantity from order_lines order by order_id, line`,
    carts: await sql`
      select stream_id, owner, status, item_count, subtotal, version, created_at from cart_summaries order by stream_id`,
    figures: await sql`select * from product_figures order by sku`,
    held: await sql`select * from products_in_carts`,
    products: await sql`select * from products order by sku`,
  };
}
