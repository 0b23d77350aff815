import { open, type FileHandle } from "node:fs/promises";
import type { CsvRecord } from "./csv-records";

const charactersAtOnce = 64 * 1024;

/** The lines that were not imported, as a CSV file: number in the source, reason, then the line's own columns. */
export class Report {
  /** Lines reported, by kind of reason. */
  readonly counts = new Map<string, number>();
  readonly #file: FileHandle;
  #text: string;

  private constructor(file: FileHandle, columns: readonly string[]) {
    this.#file = file;
    this.#text = toCsvLine(["Line", "Reason", ...columns]);
  }

  /** Begins the report, over an older one of the same name. Throws what the file system throws. */
  static async create(path: string, columns: readonly string[]): Promise<Report> {
    return new Report(await open(path, "w"), columns);
  }

  get total(): number {
    return [...this.counts.values()].reduce((sum, count) => sum + count, 0);
  }

  /** `kind` is what the line counts as; `detail` says more where there is more to say. */
  add(record: CsvRecord, kind: string, detail?: string): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
    const reason = detail === undefined ? kind : `${kind}: ${detail}`;
    this.#text += toCsvLine([String(record.line), reason, ...record.fields]);
  }

  /** Writes what has been gathered, once it is worth a write. */
  async flush(atLeast = charactersAtOnce): Promise<void> {
    if (this.#text.length < atLeast) return;
    const text = this.#text;
    this.#text = "";
    await this.#file.writeFile(text);
  }

  async close(): Promise<void> {
    try {
      await this.flush(1);
    } finally {
      await this.#file.close();
    }
  }
}

function toCsvLine(fields: readonly string[]): string {
  return `${fields.map(quoted).join(",")}\n`;
}

function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
