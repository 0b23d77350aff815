import fc from "fast-check";
import { parse } from "csv-parse/sync";
import { gzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import type { Append } from "@/lib/event-store/event";
import { EventStore, type BatchOutcome } from "@/lib/event-store/event-store";
import { WakeUp } from "@/lib/event-store/wake-up";
import { Projector } from "@/lib/projector/projector";
import { projections } from "@/lib/shop";
import { BrokenFileError } from "./csv-file";
import { cartIdOfInvoice } from "./imported-cart";
import { findContradictions } from "./summary";
import { csvOf, lineOf, openImportingShop, remains, type HistoryLine, type ImportDone } from "./test-history";

/** Enough invoices of five lines that several are complete, and sent, before the file ends. */
const longHistory = csvOf(
  Array.from({ length: 15_000 }, (_, index) => {
    const invoice = Math.floor(index / 5);
    return lineOf({
      InvoiceNo: String(600_000 + invoice),
      StockCode: String(20_000 + ((index * 7) % 90)),
      Quantity: String(1 + (index % 11)),
      UnitPrice: `${index % 9}.${10 + (index % 80)}`,
      CustomerID: index % 50 === 7 ? "" : String(12_000 + (invoice % 40)),
    });
  }),
);

function expectNoContradiction({ figures, report, orders }: ImportDone): void {
  expect(findContradictions(figures, report.total, orders)).toEqual([]);
}

test("an invoice becomes a cart that was created, filled and checked out at its own time", async () => {
  const shop = await openImportingShop();
  const done = await shop.run(
    csvOf([
      lineOf(),
      lineOf({ StockCode: "71053", Description: " WHITE METAL LANTERN ", Quantity: "2", UnitPrice: "3.39" }),
      lineOf(),
      lineOf({ UnitPrice: "2.10", Quantity: "1" }),
    ]),
  );
  expect(done.figures).toMatchObject({ read: 4, accepted: 4, carts: 1, events: 6, money: 255 * 12 + 339 * 2 + 210 });
  const events = await shop.store.readStream(`cart-${cartIdOfInvoice("536365")}`);
  expect(events.map(({ event }) => event.type)).toEqual([
    "createdCart",
    "addedItemToCart",
    "addedItemToCart",
    "addedItemToCart",
    "addedItemToCart",
    "cartCheckedOut",
  ]);
  expect(new Set(events.map(({ metadata }) => `${metadata.actor} ${metadata.occurredAt}`))).toEqual(
    new Set(["customer:17850 2010-12-01T08:26:00.000Z"]),
  );
  expect(events.at(-1)?.event.data).toMatchObject({
    orderId: cartIdOfInvoice("536365"),
    orderNumber: "536365",
    owner: "customer:17850",
    lines: [
      { sku: "85123A", unitPrice: 255, quantity: 12 },
      { sku: "71053", name: "WHITE METAL LANTERN", unitPrice: 339, quantity: 2 },
      { sku: "85123A", unitPrice: 210, quantity: 1 },
    ],
    totals: { subtotal: 3948, discount: 0, shipping: 0, total: 3948 },
    customer: null,
  });
  expectNoContradiction(done);
});

test("a second import of the same file doubles nothing, and agrees to the penny", async () => {
  const shop = await openImportingShop();
  const first = await shop.run(longHistory);
  const before = await remains(shop.sql);
  const second = await shop.run(longHistory);
  expect(first.figures).toMatchObject({ read: 15_000, accepted: 14_700, carts: 3_000, cartsAlreadyThere: 0 });
  expect(second.figures).toMatchObject({
    accepted: 14_700,
    carts: 0,
    events: 0,
    cartsAlreadyThere: 3_000,
    eventsAlreadyThere: first.figures.events,
    money: first.figures.money,
  });
  expect(await remains(shop.sql)).toEqual(before);
  expectNoContradiction(first);
  expectNoContradiction(second);
});

test("an import that was stopped and run again ends as if it had never been stopped", async () => {
  const stopped = await openImportingShop();
  const half = await stopped.run(longHistory, { stopAfter: 40 });
  expect(half.ending).toBe("stopped");
  expect(half.figures.carts).toBeGreaterThan(0);
  expect(half.figures.carts).toBeLessThan(3_000);
  expectNoContradiction(half);
  const rest = await stopped.run(longHistory);
  expect(rest.figures.cartsAlreadyThere).toBe(half.figures.carts);

  const undisturbed = await openImportingShop();
  await undisturbed.run(longHistory);
  expect(await remains(stopped.sql)).toEqual(await remains(undisturbed.sql));
});

test("a file that breaks off imports no half invoice, and the whole file continues", async () => {
  const shop = await openImportingShop();
  const zipped = gzipSync(longHistory);
  const broken = await shop.run(zipped.subarray(0, Math.floor(zipped.length * 0.7)));
  expect(broken.ending).toBeInstanceOf(BrokenFileError);
  expect(broken.figures.carts).toBeGreaterThan(0);
  expectNoContradiction(broken);
  const whole = await shop.run(zipped);
  expect(whole.figures.cartsAlreadyThere).toBe(broken.figures.carts);
  expect(whole.figures.carts + whole.figures.cartsAlreadyThere).toBe(3_000);
  expectNoContradiction(whole);
});

test("when the database fails halfway, running again completes the import", async () => {
  const shop = await openImportingShop();
  const failing = new (class extends EventStore {
    #left = 3;
    override async appendBatch(appends: readonly Append[]): Promise<BatchOutcome[]> {
      if (this.#left-- === 0) throw new Error("the database went away");
      return super.appendBatch(appends);
    }
  })(shop.sql);
  await expect(shop.run(longHistory, { store: failing })).rejects.toThrow("the database went away");
  const again = await shop.run(longHistory);
  expect(again.figures.cartsAlreadyThere).toBeGreaterThan(0);
  expect(again.figures.carts + again.figures.cartsAlreadyThere).toBe(3_000);
  expectNoContradiction(again);
});

test("two imports of the same file at once make each cart once", async () => {
  const shop = await openImportingShop();
  const other = await openImportingShop();
  const [one, two] = await Promise.all([shop.run(longHistory), other.run(longHistory, { store: shop.store })]);
  expect(one.figures.carts + two.figures.carts).toBe(3_000);
  expect(one.figures.cartsAlreadyThere + two.figures.cartsAlreadyThere).toBe(3_000);
  expect(await shop.sql`select stream_id from events where version = 1`).toHaveLength(3_000);
});

test("an import while the shop is running on the same database ends with the same read models", async () => {
  const shop = await openImportingShop();
  const running = new Projector(shop.sql, shop.store, new WakeUp(shop.sql), projections);
  running.start();
  onTestFinished(async () => running.stop());
  const done = await shop.run(longHistory);
  expect(done.orders.count).toBe(3_000);
  expectNoContradiction(done);
});

test("invoices whose lines are mixed come apart whole, in the order of their first lines", async () => {
  const shop = await openImportingShop();
  const of = (InvoiceNo: string, CustomerID: string, Quantity: string) => lineOf({ InvoiceNo, CustomerID, Quantity });
  const lines = [of("1", "7", "1"), of("2", "8", "2"), of("1", "7", "3"), of("2", "8", "4"), of("1", "7", "5")];
  await shop.run(csvOf(lines));
  const carts = await shop.sql`
    select order_number, owner, item_count from orders order by position`;
  expect(carts).toEqual([
    { order_number: "1", owner: "customer:7", item_count: 9 },
    { order_number: "2", owner: "customer:8", item_count: 6 },
  ]);
});

test("what is not imported is in the report, with its line, its reason and its columns", async () => {
  const shop = await openImportingShop();
  const dirty = [
    lineOf({ InvoiceNo: "C1", Quantity: "-1" }),
    lineOf({ CustomerID: "" }),
    lineOf({ CustomerID: "99" }),
    lineOf({ Quantity: "1000001" }),
    lineOf({ InvoiceNo: "7", Quantity: "2000000" }),
    ["only", "three", '"quoted, columns"'],
  ];
  const done = await shop.run(csvOf([lineOf(), ...dirty]));
  expect(done.figures).toMatchObject({ read: 7, accepted: 1, carts: 1, events: 3 });
  const [columns, ...rows]: string[][] = parse(done.reportText, { relax_column_count: true });
  expect(columns?.slice(0, 3)).toEqual(["Line", "Reason", "InvoiceNo"]);
  expect(Object.fromEntries(rows)).toEqual({
    3: "cancellation",
    4: "no customer",
    5: "another customer than the rest of its invoice",
    6: expect.stringMatching(/^refused by the cart: ./),
    7: expect.stringMatching(/^refused by the cart: ./),
    8: "wrong number of columns",
  });
  expect(rows.find(([line]) => line === "3")?.slice(2)).toEqual(dirty[0]);
  expect(rows.find(([line]) => line === "8")?.slice(2)).toEqual(["only", "three", "quoted, columns"]);
  expectNoContradiction(done);
});

test("an order that an import of another file made differently is pointed out", async () => {
  const shop = await openImportingShop();
  await shop.run(csvOf([lineOf()]));
  const other = await shop.run(csvOf([lineOf(), lineOf()]));
  expect(findContradictions(other.figures, other.report.total, other.orders)).toEqual([
    expect.stringMatching(/the lines come to £30\.60, the orders to £15\.30\. .*: 536365\.$/),
  ]);
});

test("however dirty the lines, each is accepted or reported, and the money agrees", { timeout: 120_000 }, async () => {
  const shop = await openImportingShop();
  let file = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(anyLine, { maxLength: 60 }), async (lines) => {
      file += 1;
      // Other invoices each time, so that every file meets carts of its own.
      const own = lines.map(([invoice = "", ...rest]) => [
        invoice.replace(/\d+$/, (digits) => `${file}000${digits}`),
        ...rest,
      ]);
      const done = await shop.run(csvOf(own));
      expect(done.figures.read).toBe(lines.length);
      expect(done.figures.accepted + parse(done.reportText, { relax_column_count: true }).length - 1).toBe(
        lines.length,
      );
      expectNoContradiction(done);
    }),
    { numRuns: 60 },
  );
});

const anyLine: fc.Arbitrary<HistoryLine> = fc
  .tuple(
    fc.constantFrom("1", "2", "3", "C4", "A5", ""),
    fc.constantFrom("85123A", "85123a", "71053", "POST", "M", "gift_0001_20", ""),
    fc.constantFrom("LANTERN", " lantern ", "", "?", '"A, B"'),
    fc.constantFrom("1", "6", "-6", "0", "80995", "2000000", "x", ""),
    fc.constantFrom("2010-12-01 08:26:00", "2011-12-09 12:50:00", "2011-13-01 00:00:00", ""),
    fc.constantFrom("2.55", "0.29", "0", "-1", "0.001", "38970.0", "x"),
    fc.constantFrom("17850.0", "12680", ""),
    fc.constantFrom("France", ""),
    fc.constantFrom<readonly string[]>([], [], [], ["one too many"]),
  )
  .map((columns) => columns.flat());
