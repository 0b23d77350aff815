import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { RecordSplitter, type CsvRecord } from "./csv-records";

/** The file cannot be imported at all. The message says why, and what to do. */
export class UnusableFileError extends Error {}

/** The file broke off while it was read. `line` is the last whole line before that. */
export class BrokenFileError extends Error {
  constructor(
    readonly line: number,
    message: string,
  ) {
    super(message);
  }
}

export interface CsvFile {
  readonly columns: readonly string[];
  /** How much of the file has been read, from 0 to 1. */
  readonly fraction: number;
  /** The records after the header, as they come off the disk. Throws BrokenFileError. Can be run through once. */
  records(): AsyncGenerator<readonly CsvRecord[], void>;
}

const bytesAtOnce = 16 * 1024;
const mostCharactersPerLine = 1_000_000;

/** Opens a CSV file, gzipped or plain, and reads its header. Throws UnusableFileError. */
export async function openCsvFile(path: string): Promise<CsvFile> {
  const { size, gzipped } = await inspect(path);
  const progress = { bytes: 0 };
  const bytes = readBytes(path, progress);
  const batches = splitRecords(decode(gzipped ? gunzip(bytes) : bytes));
  const first = await firstBatch(batches, path);
  const [header, ...others] = first;
  if (!header) throw new UnusableFileError(`${path} is empty. Name a CSV file with a header and lines.`);
  return {
    columns: header.fields,
    get fraction() {
      return size === 0 ? 1 : Math.min(1, progress.bytes / size);
    },
    async *records() {
      yield others;
      yield* batches;
    },
  };
}

async function inspect(path: string): Promise<{ size: number; gzipped: boolean }> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new UnusableFileError(`There is no file ${path}. Check its name.`);
  if (!found.isFile()) throw new UnusableFileError(`${path} is not a file. Name a .csv or .csv.gz file.`);
  const file = await open(path).catch((error: Error) => {
    throw new UnusableFileError(`${path} cannot be read (${error.message}). Check its permissions.`);
  });
  const { buffer, bytesRead } = await file.read(Buffer.alloc(512), 0, 512, 0);
  await file.close();
  const start = buffer.subarray(0, bytesRead);
  const gzipped = start[0] === 0x1f && start[1] === 0x8b;
  if (!gzipped && path.endsWith(".gz")) {
    throw new UnusableFileError(`${path} is named .gz but is not gzipped. Get it again, or name the plain .csv file.`);
  }
  if (!gzipped && start.includes(0)) throw notCsv(path);
  return { size: found.size, gzipped };
}

function notCsv(path: string): UnusableFileError {
  return new UnusableFileError(`${path} is not a CSV file in UTF-8. Save it as "CSV UTF-8" and run the import again.`);
}

async function firstBatch(
  batches: AsyncGenerator<readonly CsvRecord[], void>,
  path: string,
): Promise<readonly CsvRecord[]> {
  try {
    for (;;) {
      const { done, value } = await batches.next();
      if (done || !value) return [];
      if (value.some(({ fields }) => fields.some((field) => field.includes("\0")))) throw notCsv(path);
      if (value.length > 0) return value;
    }
  } catch (error) {
    if (!(error instanceof BrokenFileError)) throw error;
    throw new UnusableFileError(`${path} breaks off before its first line ends (${error.message}). Get it again.`);
  }
}

async function* readBytes(path: string, progress: { bytes: number }): AsyncGenerator<Uint8Array, void> {
  for await (const chunk of createReadStream(path, { highWaterMark: bytesAtOnce })) {
    progress.bytes += (chunk as Uint8Array).length;
    yield chunk as Uint8Array;
  }
}

/** Unzips all that can be unzipped, and only then throws: a stream that is iterated loses its last part on an error. */
async function* gunzip(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const unzip = createGunzip();
  const unzipped: Uint8Array[] = [];
  let failure: Error | undefined;
  unzip.on("data", (chunk: Uint8Array) => unzipped.push(chunk));
  const settled = new Promise<void>((resolve) => {
    unzip.once("end", resolve).once("error", (error: Error) => {
      failure = error;
      resolve();
    });
  });
  for await (const chunk of source) {
    const written = new Promise<void>((resolve) => unzip.write(chunk, () => resolve()));
    await Promise.race([written, settled]);
    yield* unzipped.splice(0);
    if (failure) throw failure;
  }
  unzip.end();
  await settled;
  yield* unzipped.splice(0);
  if (failure) throw failure;
}

async function* decode(source: AsyncIterable<Uint8Array>): AsyncGenerator<string, void> {
  const decoder = new TextDecoder();
  for await (const chunk of source) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

async function* splitRecords(texts: AsyncIterable<string>): AsyncGenerator<readonly CsvRecord[], void> {
  const splitter = new RecordSplitter();
  let rest = "";
  try {
    for await (const text of texts) {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      yield splitter.take(lines);
      if (rest.length > mostCharactersPerLine) throw new Error("a line has more than a million characters");
    }
  } catch (error) {
    throw new BrokenFileError(splitter.line, error instanceof Error ? error.message : String(error));
  }
  yield splitter.take(rest === "" ? [] : [rest]);
  yield splitter.finish();
}
