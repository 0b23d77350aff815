import { expect, test } from "vitest";
import { Invoices } from "./invoices";
import type { RetailLine } from "./retail-line";

function lineOf(line: number, invoice: string, changes: Partial<RetailLine> = {}): RetailLine {
  const at = "2010-12-01T08:26:00.000Z";
  const goods = { sku: "85123A", name: "LANTERN", quantity: 1, unitPrice: 255 };
  return { record: { line, fields: [] }, invoice, at, customer: "17850", ...goods, ...changes };
}

test("an invoice is complete when enough lines have gone by without one of its own", () => {
  const invoices = new Invoices(3);
  for (const [line, invoice] of [
    [2, "1"],
    [3, "2"],
    [4, "1"],
  ] as const)
    invoices.add(lineOf(line, invoice));
  expect([...invoices.complete(7)]).toEqual([]);
  expect([...invoices.complete(8)].map(({ number, lines }) => [number, lines.length])).toEqual([
    ["1", 2],
    ["2", 1],
  ]);
  expect(invoices.waiting).toBe(0);
});

test("a line that comes after its invoice was complete is refused", () => {
  const invoices = new Invoices(3);
  invoices.add(lineOf(2, "1"));
  expect([...invoices.complete(6)]).toHaveLength(1);
  expect(invoices.add(lineOf(7, "1"))).toBe("after the end of its invoice");
  expect(invoices.waiting).toBe(0);
});

test("an invoice has the customer and the time of its first line", () => {
  const invoices = new Invoices();
  invoices.add(lineOf(2, "1"));
  expect(invoices.add(lineOf(3, "1", { customer: "12680" }))).toBe("another customer than the rest of its invoice");
  invoices.add(lineOf(4, "1", { at: "2010-12-01T08:27:00.000Z" }));
  expect([...invoices.rest()]).toMatchObject([{ customer: "17850", at: "2010-12-01T08:26:00.000Z", lines: [{}, {}] }]);
});

test("an invoice that the read models could not count is cut", () => {
  const invoices = new Invoices();
  invoices.add(lineOf(2, "1", { quantity: 2_147_483_647 }));
  expect(invoices.add(lineOf(3, "1"))).toBe("invoice too large");
  for (let line = 4; line < 10_004; line++) expect(invoices.add(lineOf(line, "2"))).toBeUndefined();
  expect(invoices.add(lineOf(10_004, "2"))).toBe("invoice too large");
});
