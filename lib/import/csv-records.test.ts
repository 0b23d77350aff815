import { expect, test } from "vitest";
import { RecordSplitter } from "./csv-records";

function split(...lines: string[]) {
  const splitter = new RecordSplitter();
  return [...splitter.take(lines), ...splitter.finish()];
}

test("plain lines are split at commas, whatever their line ends", () => {
  expect(split("a,b\r", "", "c,")).toEqual([
    { line: 1, fields: ["a", "b"] },
    { line: 3, fields: ["c", ""] },
  ]);
});

test("a quoted field keeps its commas, its quotes and its line ends", () => {
  expect(split('1,"AIRLINE LOUNGE,METAL SIGN"', '2,"RECORD FRAME 7"" SINGLE"', '3,"TWO', 'LINES"', "4,x")).toEqual([
    { line: 1, fields: ["1", "AIRLINE LOUNGE,METAL SIGN"] },
    { line: 2, fields: ["2", 'RECORD FRAME 7" SINGLE'] },
    { line: 3, fields: ["3", "TWO\nLINES"] },
    { line: 5, fields: ["4", "x"] },
  ]);
});

test("an inch mark inside a field is an inch mark", () => {
  expect(split('1,RECORD FRAME 7" SINGLE,2')).toEqual([{ line: 1, fields: ["1", 'RECORD FRAME 7" SINGLE', "2"] }]);
});

test("a quote that is never closed costs its own line only", () => {
  const after = Array.from({ length: 40 }, (_, index) => `${index},x`);
  const records = split('1,"HEART', ...after);
  expect(records[0]).toEqual({ line: 1, fields: ['1,"HEART'], problem: "a quote is never closed" });
  expect(records.slice(1)).toEqual(after.map((line, index) => ({ line: index + 2, fields: line.split(",") })));
});

test("a quote that is never closed does not swallow the next quoted field", () => {
  expect(split('1,"HEART', '2,"LOUNGE,SIGN"', "3,x")).toEqual([
    { line: 1, fields: ['1,"HEART'], problem: "quotes in the wrong place" },
    { line: 2, fields: ["2", "LOUNGE,SIGN"] },
    { line: 3, fields: ["3", "x"] },
  ]);
});
