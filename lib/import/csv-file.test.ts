import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { openCsvFile, UnusableFileError } from "./csv-file";

async function fileOf(name: string, content: string | Uint8Array): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "cartulary-csv-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = path.join(folder, name);
  await writeFile(file, content);
  return file;
}

async function readLines(file: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const records of (await openCsvFile(file)).records())
    lines.push(...records.map(({ fields }) => fields.join("|")));
  return lines;
}

const many = Array.from({ length: 20_000 }, (_, index) => `${index},Café № ${index}`);
const text = `\uFEFFnumber,name\r\n${many.join("\r\n")}`;
const expected = many.map((line) => line.replace(",", "|"));

test("a file is read whole, gzipped or plain", async () => {
  expect(await readLines(await fileOf("plain.csv", text))).toEqual(expected);
  expect(await readLines(await fileOf("zipped.csv.gz", gzipSync(text)))).toEqual(expected);
  expect((await openCsvFile(await fileOf("plain.csv", text))).columns).toEqual(["number", "name"]);
});

test("a gzip file that breaks off gives what was whole, and the number of that line", async () => {
  const zipped = gzipSync(text);
  const file = await openCsvFile(await fileOf("broken.csv.gz", zipped.subarray(0, zipped.length / 2)));
  const lines: string[] = [];
  const reading = (async () => {
    for await (const records of file.records()) lines.push(...records.map(({ fields }) => fields.join("|")));
  })();
  await expect(reading).rejects.toMatchObject({ line: expect.any(Number), message: "unexpected end of file" });
  await expect(reading).rejects.toHaveProperty("line", lines.length + 1);
  expect(lines.length).toBeGreaterThan(1_000);
  expect(lines).toEqual(expected.slice(0, lines.length));
});

test.each<[string, string | Uint8Array, RegExp]>([
  ["empty.csv", "", /is empty/],
  ["plain.csv.gz", text, /is named \.gz but is not gzipped/],
  ["picture.csv", new Uint8Array([137, 80, 78, 71, 0, 0, 0, 13]), /is not a CSV file/],
  ["binary.csv.gz", gzipSync(new Uint8Array([1, 0, 2, 0, 10])), /is not a CSV file/],
  ["stub.csv.gz", gzipSync(text).subarray(0, 12), /breaks off before its first line/],
])("%s cannot be used, and the sentence says why", async (name, content, sentence) => {
  const opening = openCsvFile(await fileOf(name, content));
  await expect(opening).rejects.toThrow(sentence);
  await expect(opening).rejects.toBeInstanceOf(UnusableFileError);
});

test("a file that is not there, and a folder, cannot be used", async () => {
  await expect(openCsvFile("/nowhere/history.csv")).rejects.toThrow("There is no file /nowhere/history.csv.");
  await expect(openCsvFile(tmpdir())).rejects.toThrow("is not a file");
});
