import { describe, expect, test } from "vitest";
import { classify, readHeader, retailColumns, type RetailHeader } from "./retail-line";

const whole = {
  InvoiceNo: "536365",
  StockCode: "85123A",
  Description: "WHITE HANGING HEART T-LIGHT HOLDER",
  Quantity: "6",
  InvoiceDate: "2010-12-01 08:26:00",
  UnitPrice: "2.55",
  CustomerID: "17850.0",
  Country: "United Kingdom",
};

function header(columns: readonly string[] = retailColumns): RetailHeader {
  const found = readHeader(columns);
  if (!found) throw new Error("columns are missing");
  return found;
}

function classifyLine(changes: Partial<typeof whole>) {
  return classify({ line: 2, fields: Object.values({ ...whole, ...changes }) }, header());
}

test("a whole line is read: pence, UTC time, code and customer in one spelling, no stray spaces", () => {
  const line = classifyLine({ StockCode: " 85123a ", Description: "  WHITE  HANGING HEART " });
  expect(line).toMatchObject({
    outcome: "sold",
    line: {
      invoice: "536365",
      sku: "85123A",
      name: "WHITE HANGING HEART",
      quantity: 6,
      unitPrice: 255,
      at: "2010-12-01T08:26:00.000Z",
      customer: "17850",
    },
  });
});

test.each([
  ["2.55", 255],
  ["2.5", 250],
  ["2", 200],
  ["2.5500", 255],
  ["0.01", 1],
  ["8142.75", 814_275],
  ["1000000", 100_000_000],
])("a price of %s is %i pence", (UnitPrice, unitPrice) => {
  expect(classifyLine({ UnitPrice })).toMatchObject({ line: { unitPrice } });
});

describe("what cannot be true of a cart has a reason", () => {
  test.each<[string, Partial<typeof whole>]>([
    ["cancellation", { InvoiceNo: "C536379", Quantity: "-1" }],
    ["cancellation", { InvoiceNo: "c536379" }],
    ["bad debt adjustment", { InvoiceNo: "A563185", StockCode: "B", CustomerID: "" }],
    ["no readable invoice number", { InvoiceNo: "" }],
    ["no readable invoice number", { InvoiceNo: "X1" }],
    ["no readable stock code", { StockCode: " " }],
    ["no readable stock code", { StockCode: "22 23" }],
    ...["POST", "DOT", "M", "m", "D", "S", "C2", "BANK CHARGES", "AMAZONFEE", "CRUK", "B", "gift_0001_20"].map(
      (StockCode): [string, Partial<typeof whole>] => ["not a product", { StockCode }],
    ),
    ["no description", { Description: "  " }],
    ["no readable description", { Description: "HEART \0 HOLDER" }],
    ["no readable description", { Description: "CAF\uFFFD" }],
    ["negative quantity", { Quantity: "-6" }],
    ["quantity of zero", { Quantity: "0" }],
    ["no readable quantity", { Quantity: "" }],
    ["no readable quantity", { Quantity: "1.5" }],
    ["no readable quantity", { Quantity: "six" }],
    ["price of zero", { UnitPrice: "0.0" }],
    ["negative price", { UnitPrice: "-11062.06" }],
    ["price not in whole pence", { UnitPrice: "0.001" }],
    ["price above a million", { UnitPrice: "1000000.01" }],
    ["no readable price", { UnitPrice: "" }],
    ["no readable price", { UnitPrice: "£2.55" }],
    ["no readable price", { UnitPrice: "1e3" }],
    ["no readable date", { InvoiceDate: "" }],
    ["no readable date", { InvoiceDate: "2011-02-30 10:00:00" }],
    ["no readable date", { InvoiceDate: "12/1/2010 8:26" }],
    ["no customer", { CustomerID: "" }],
    ["no readable customer", { CustomerID: "17850;17851" }],
  ])("%s: %j", (reason, changes) => {
    expect(classifyLine(changes)).toEqual({ outcome: "refused", reason });
  });

  test("a line with too few or too many columns", () => {
    const fields = Object.values(whole);
    const refused = { outcome: "refused", reason: "wrong number of columns" };
    expect(classify({ line: 2, fields: fields.slice(1) }, header())).toEqual(refused);
    expect(classify({ line: 2, fields: [...fields, ""] }, header())).toEqual(refused);
  });
});

test("codes that only look like postage are products", () => {
  expect(classifyLine({ StockCode: "DCGSSGIRL" }).outcome).toBe("sold");
  expect(classifyLine({ StockCode: "PADS" }).outcome).toBe("sold");
});

test("columns may stand in another order, among others", () => {
  const columns = ["Country", "CustomerID", "Shop", ...retailColumns.slice(0, 6)];
  const fields = ["France", "12680", "London", ...Object.values(whole).slice(0, 6)];
  expect(classify({ line: 2, fields }, header(columns))).toMatchObject({ line: { customer: "12680", unitPrice: 255 } });
  expect(readHeader(columns.slice(1))).toBeUndefined();
});
