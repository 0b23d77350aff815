import { CsvError, parse } from "csv-parse/sync";

/** A record of a CSV file: its fields, or the raw line and what is wrong with it. */
export interface CsvRecord {
  /** Number of its first line in the file; the header is line 1. */
  readonly line: number;
  readonly fields: readonly string[];
  readonly problem?: string;
}

/** A quoted field may run over this many lines. Beyond that its quote was never meant to open. */
const mostLinesPerRecord = 20;
const fieldStartsWithQuote = /(?:^|,)"/;

/**
 * Puts lines together into records.
 *
 * Only a line with a quoted field goes through the CSV parser; the others are split at their commas, five times as fast. A
 * quote that is never closed costs its own line: the lines after it are read as if it were not there.
 */
export class RecordSplitter {
  #line = 0;
  /** Lines of a record whose quote is still open. */
  #open: string[] = [];

  /** Number of the last line taken. */
  get line(): number {
    return this.#line;
  }

  take(lines: readonly string[]): CsvRecord[] {
    const records: CsvRecord[] = [];
    for (const line of lines) this.#take(line.endsWith("\r") ? line.slice(0, -1) : line, records);
    return records;
  }

  /** What is left at the end of the file. */
  finish(): CsvRecord[] {
    const records: CsvRecord[] = [];
    while (this.#open.length > 0) this.#giveUp(records, "a quote is never closed");
    return records;
  }

  #take(line: string, records: CsvRecord[]): void {
    this.#line += 1;
    if (this.#open.length === 0 && !fieldStartsWithQuote.test(line)) {
      if (line !== "") records.push({ line: this.#line, fields: line.split(",") });
      return;
    }
    this.#open.push(line);
    if (this.#open.length === 1 || line.includes('"')) this.#tryToClose(records);
    if (this.#open.length >= mostLinesPerRecord) this.#giveUp(records, "a quote is never closed");
  }

  #tryToClose(records: CsvRecord[]): void {
    const parsed = parseFields(this.#open.join("\n"));
    if (parsed.outcome === "open") return;
    if (parsed.outcome === "wrong") return this.#giveUp(records, "quotes in the wrong place");
    records.push({ line: this.#line - this.#open.length + 1, fields: parsed.fields });
    this.#open = [];
  }

  /** Takes the first open line for a record of its own, unreadable, and reads the others again. */
  #giveUp(records: CsvRecord[], problem: string): void {
    const [first = "", ...others] = this.#open;
    this.#open = [];
    this.#line -= others.length;
    records.push({ line: this.#line, fields: [first], problem });
    for (const line of others) this.#take(line, records);
  }
}

type Parsed =
  | { readonly outcome: "whole"; readonly fields: readonly string[] }
  | { readonly outcome: "open" }
  | { readonly outcome: "wrong" };

function parseFields(text: string): Parsed {
  try {
    const [fields = []] = parse(text);
    return { outcome: "whole", fields };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { outcome: error.code === "CSV_QUOTE_NOT_CLOSED" ? "open" : "wrong" };
  }
}
