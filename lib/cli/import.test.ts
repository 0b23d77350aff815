import { once } from "node:events";
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { text } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/lib/database/test-database";
import { csvOf, lineOf, temporaryFolder } from "@/lib/import/test-history";
import { runCommand, startCommand } from "./test-command";

/** The importer as npm runs it when called in `folder`. */
const commandIn = (folder: string, { url }: Pick<TestDatabase, "url">, args: readonly string[]) =>
  ({
    name: "import",
    args,
    environment: { DATABASE_URL: url, npm_lifecycle_event: "import", INIT_CWD: folder },
  }) as const;
const runImport = (folder: string, database: Pick<TestDatabase, "url">, args: readonly string[]) =>
  runCommand(commandIn(folder, database, args));

test("a history is imported and counted, and the rejected lines stand in a report beside it", async () => {
  const [folder, database] = await Promise.all([temporaryFolder(), createTestDatabase()]);
  const lines = [lineOf(), lineOf({ StockCode: "71053" }), lineOf({ CustomerID: "" }), lineOf({ InvoiceNo: "C1" })];
  await writeFile(path.join(folder, "history.csv.gz"), gzipSync(csvOf(lines)));
  for (const [carts, events] of [
    [/^Carts +1$/m, /^Events +4$/m],
    [/^Carts +0 \(and 1 already there\)$/m, /^Events +0 \(and 4 already there\)$/m],
  ] as const) {
    const { code, stdout, stderr } = await runImport(folder, database, ["history.csv.gz"]);
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Lines read +4\n {2}accepted +2\n {2}rejected +2$/m);
    expect(stdout).toMatch(/^ {4}no customer +1$/m);
    expect(stdout).toMatch(carts);
    expect(stdout).toMatch(events);
    expect(stdout).toMatch(/^Money in the accepted lines +£30\.60$/m);
    expect(stdout).toMatch(/^Money in the read model +£30\.60$/m);
  }
  expect((await readFile(path.join(folder, "import-report-history.csv"), "utf8")).split("\n")).toHaveLength(4);
});

test.each<[string, readonly string[], RegExp]>([
  ["no file named", [], /npm run import -- FILE\.csv/],
  ["an unknown option", ["other.csv", "--fast"], /npm run import -- FILE\.csv/],
  ["a file that is not there", ["nothing.csv"], /^There is no file .*nothing\.csv\. Check its name\.$/m],
  [
    "a file with other columns",
    ["other.csv"],
    /^.*other\.csv has other columns\. Its first line should name InvoiceNo/m,
  ],
  ["a report over the file", ["history.csv", "--report", "history.csv"], /^The report would overwrite the file\./m],
  [
    "a report in no folder",
    ["history.csv", "--report", "no/report.csv"],
    /^The report cannot be written .* --report\.$/m,
  ],
])("%s ends with a sentence and changes nothing", async (_, args, sentence) => {
  const [folder, database] = await Promise.all([temporaryFolder(), createTestDatabase()]);
  await writeFile(path.join(folder, "other.csv"), "Name;Price\nHeart;1\n");
  await writeFile(path.join(folder, "history.csv"), csvOf([lineOf()]));
  const { code, stderr } = await runImport(folder, database, args);
  expect(code).toBe(1);
  expect(stderr).toMatch(sentence);
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(await readdir(folder)).toEqual(["history.csv", "other.csv"]);
  expect(await readFile(path.join(folder, "history.csv"), "utf8")).toBe(csvOf([lineOf()]));
  expect(await database.connect(1)`select from events`).toHaveLength(0);
});

test("a database that cannot be reached is named in a sentence", async () => {
  const folder = await temporaryFolder();
  await writeFile(path.join(folder, "history.csv"), csvOf([lineOf()]));
  const { code, stderr } = await runImport(folder, { url: "postgres://nobody@127.0.0.1:1/none" }, ["history.csv"]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/ECONNREFUSED/);
  expect(await readdir(folder)).toEqual(["history.csv"]);
});

test("Ctrl-C stops after the batch in hand, and running again completes the import", async () => {
  const [folder, database] = await Promise.all([temporaryFolder(), createTestDatabase()]);
  const lines = Array.from({ length: 24_000 }, (_, index) =>
    lineOf({ InvoiceNo: String(600_000 + Math.floor(index / 6)) }),
  );
  await writeFile(path.join(folder, "history.csv"), csvOf(lines));
  const child = startCommand(commandIn(folder, database, ["history.csv"]));
  const sql = database.connect(1);
  const exited = once(child, "exit");
  for (;;) {
    const [first] = await sql`select from events limit 1`;
    if (first) break;
  }
  child.kill("SIGINT");
  expect(await text(child.stderr)).toMatch(/Stopped\. What was imported stays/);
  expect((await exited)[0]).toBe(130);
  const [stopped] = await sql<{ carts: number }[]>`select count(*) as carts from events where version = 1`;
  expect(stopped?.carts).toBeLessThan(4_000);

  const again = await runImport(folder, database, ["history.csv"]);
  expect(again.code).toBe(0);
  expect(again.stdout).toContain(`(and ${stopped?.carts.toLocaleString("en-GB")} already there)`);
  expect(await sql`select from orders`).toHaveLength(4_000);
});
