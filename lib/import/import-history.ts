import type postgres from "postgres";
import { hasCode, uniqueViolation } from "@/lib/database/error-code";
import type { Append } from "@/lib/event-store/event";
import type { BatchOutcome, EventStore } from "@/lib/event-store/event-store";
import { BrokenFileError, type CsvFile } from "./csv-file";
import type { CsvRecord } from "./csv-records";
import { Invoices, type Invoice } from "./invoices";
import { toCart, type ImportedCart } from "./imported-cart";
import { Products } from "./products";
import type { Report } from "./report";
import { classify, type RetailHeader } from "./retail-line";

/** Large enough for the database to work in bulk, small enough to let other writers and readers of the log in between. */
const eventsPerBatch = 2_000;

export interface HistoryImport {
  readonly file: CsvFile;
  readonly header: RetailHeader;
  readonly report: Report;
  readonly store: EventStore;
  readonly sql: postgres.Sql;
  /** Stops between two batches. */
  readonly signal: AbortSignal;
  /** Called after each piece of the file. */
  readonly onProgress?: (figures: Figures) => void;
}

/** What an import has done so far. */
export interface Figures {
  /** Number of the last line read in the file. */
  line: number;
  /** Lines read after the header. Each is accepted, in the report, or waiting. */
  read: number;
  accepted: number;
  /** Lines of invoices that were not complete when the import ended early. */
  waiting: number;
  carts: number;
  cartsAlreadyThere: number;
  events: number;
  eventsAlreadyThere: number;
  products: number;
  /** Pence: quantity × price of the accepted lines. */
  money: number;
}

export interface Imported {
  readonly figures: Figures;
  /** What each order must come to in pence, by order id. */
  readonly orders: ReadonlyMap<string, number>;
  readonly ending: "complete" | "stopped" | BrokenFileError;
}

/**
 * Imports a history: every invoice becomes a cart's stream, every stock code a product.
 *
 * Running it again, after whatever interrupted it, adds what is missing and nothing twice. Throws when the database or the
 * report fails; what was appended by then stays.
 */
export async function importHistory(parts: HistoryImport): Promise<Imported> {
  const run = new Run(parts);
  const ending = await run.readFile();
  return { figures: await run.end(), orders: run.orders, ending };
}

class Run {
  readonly orders = new Map<string, number>();
  readonly #parts: HistoryImport;
  readonly #invoices = new Invoices();
  readonly #products = new Products();
  readonly #figures: Figures = {
    line: 1,
    read: 0,
    accepted: 0,
    waiting: 0,
    carts: 0,
    cartsAlreadyThere: 0,
    events: 0,
    eventsAlreadyThere: 0,
    products: 0,
    money: 0,
  };
  #batch: ImportedCart[] = [];
  #eventsInBatch = 0;
  #inFlight: Promise<void> = Promise.resolve();

  constructor(parts: HistoryImport) {
    this.#parts = parts;
  }

  async readFile(): Promise<Imported["ending"]> {
    const { file, signal, report, onProgress } = this.#parts;
    try {
      for await (const records of file.records()) {
        for (const record of records) this.#take(record);
        for (const invoice of this.#invoices.complete(this.#figures.line)) await this.#import(invoice);
        await report.flush();
        onProgress?.(this.#figures);
        if (signal.aborted) return "stopped";
      }
    } catch (error) {
      if (error instanceof BrokenFileError) return error;
      throw error;
    }
    for (const invoice of this.#invoices.rest()) {
      if (signal.aborted) return "stopped";
      await this.#import(invoice);
    }
    return "complete";
  }

  /** Appends what is left of the last batch and writes the products. */
  async end(): Promise<Figures> {
    await this.#send();
    await this.#inFlight;
    await this.#products.save(this.#parts.sql);
    await this.#parts.report.flush(1);
    this.#figures.waiting = this.#invoices.waiting;
    this.#figures.products = this.#products.count;
    return this.#figures;
  }

  #take(record: CsvRecord): void {
    const { header, report } = this.#parts;
    this.#figures.line = record.line;
    this.#figures.read += 1;
    const classified = classify(record, header);
    if (classified.outcome === "refused") return report.add(record, classified.reason);
    const reason = this.#invoices.add(classified.line);
    if (reason !== undefined) report.add(record, reason);
  }

  async #import(invoice: Invoice): Promise<void> {
    const cart = toCart(invoice);
    for (const { line, message } of cart.refused) this.#parts.report.add(line.record, "refused by the cart", message);
    if (!cart.append) return;
    for (const line of cart.lines) this.#products.add(line);
    this.#batch.push(cart);
    this.#eventsInBatch += cart.append.events.length;
    if (this.#eventsInBatch >= eventsPerBatch) await this.#send();
  }

  /** Sends the batch once the one before it is in the log: positions follow the file, and this process works meanwhile. */
  async #send(): Promise<void> {
    await this.#inFlight;
    const carts = this.#batch;
    this.#batch = [];
    this.#eventsInBatch = 0;
    if (carts.length === 0) return;
    this.#inFlight = this.#append(carts);
    // Awaited before the next batch; until then a failure must not count as unhandled.
    this.#inFlight.catch(() => {});
  }

  async #append(carts: readonly ImportedCart[]): Promise<void> {
    const appends = carts.flatMap(({ append }) => (append ? [append] : []));
    const outcomes = await appendBatch(this.#parts.store, appends);
    for (const [index, cart] of carts.entries()) this.#count(cart, outcomes[index]);
  }

  #count({ append, orderId, lines, total }: ImportedCart, outcome: BatchOutcome | undefined): void {
    if (!append || !outcome) throw new Error("append_batch did not answer for every cart.");
    const figures = this.#figures;
    figures.accepted += lines.length;
    figures.money += lines.reduce((sum, line) => sum + line.quantity * line.unitPrice, 0);
    this.orders.set(orderId, total);
    if (outcome.outcome === "appended") {
      figures.carts += 1;
      figures.events += append.events.length;
    } else {
      figures.cartsAlreadyThere += 1;
      figures.eventsAlreadyThere += outcome.version;
    }
  }
}

/** Another import of the same file may get in between; asked again, the database answers which carts are there. */
async function appendBatch(store: EventStore, appends: readonly Append[]): Promise<BatchOutcome[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await store.appendBatch(appends);
    } catch (error) {
      if (!hasCode(error, uniqueViolation) || attempt === 10) throw error;
    }
  }
}
