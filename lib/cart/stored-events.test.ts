import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type postgres from "postgres";
import { createTestDatabase } from "@/lib/database/test-database";
import { EventStore, type EventRow } from "@/lib/event-store/event-store";
import { loadStream } from "@/lib/event-store/test-events";
import { newVisitor } from "@/lib/identity/visitor";
import { forgetReadModels, projectInBatches, readTables } from "@/lib/projector/test-workload";
import { upcast } from "@/lib/shop";
import { cartDecider } from "./cart";
import { cartEventData, cartSchemaVersionOf, type CartEventType } from "./events";
import { cartSnapshots } from "./snapshots";
import { add, openShopping, placeOrder, shop } from "./test-shopping";

/** A row of the log as it was stored, with the name of the file that keeps it: `<type>.<schema version>.json`. */
type KeptRow = Omit<EventRow, "type" | "recorded_at"> & { file: string; type: CartEventType; recorded_at: string };

const folder = path.join(import.meta.dirname, "stored-events");
const types = Object.keys(cartEventData) as CartEventType[];

const kept: readonly KeptRow[] = readdirSync(folder).flatMap((file) =>
  (JSON.parse(readFileSync(path.join(folder, file), "utf8")) as Omit<KeptRow, "file">[]).map((row) => ({
    ...row,
    file,
  })),
);

/** A log that holds the kept rows, and nothing else. */
async function openOldLog() {
  const sql = (await createTestDatabase()).connect();
  await sql`
    insert into events overriding system value
    select * from jsonb_populate_recordset(null::events, ${sql.json(kept as unknown as postgres.JSONValue)})
    order by position`;
  await sql`select setval('events_position_seq', (select max(position) from events))`;
  return { sql, store: new EventStore(sql, undefined, { upcast }) };
}

async function foldAll(store: EventStore) {
  const streamIds = new Set(kept.toSorted((a, b) => a.position - b.position).map((row) => row.stream_id));
  return Promise.all([...streamIds].map((streamId) => loadStream(store, cartDecider, streamId)));
}

describe("events stored long ago", () => {
  test("are kept for every type and each of its schema versions up to today's", () => {
    const expected = types.flatMap((type) =>
      Array.from({ length: cartSchemaVersionOf(type) }, (_, index) => `${type}.${index + 1}.json`),
    );
    expect(readdirSync(folder).toSorted()).toEqual(expected.toSorted());
    expect(kept.map(({ type, schema_version }) => `${type}.${schema_version}.json`)).toEqual(
      kept.map(({ file }) => file),
    );
  });

  test.each(kept)("$file: event $position has the shape of today once upcast", (row) => {
    const data = upcast(row.type, row.schema_version, row.data);
    expect(cartEventData[row.type].safeParse(data)).toEqual({ success: true, data });
  });

  test("are read in the shape of today, under the schema version they were stored with", async () => {
    const { store } = await openOldLog();
    const read = await store.readAll(0, await store.head(), 1_000);
    expect(read.map(({ event, schemaVersion }) => [event.type, schemaVersion, event.data])).toEqual(
      kept
        .toSorted((a, b) => a.position - b.position)
        .map(({ type, schema_version, data }) => [type, schema_version, upcast(type, schema_version, data)]),
    );
  });

  test("fold to what they always folded to; where they should not, the version of the cart's snapshots is raised", async () => {
    const { store } = await openOldLog();
    const delivery = { price: 395, freeFrom: 5000 };
    const hourglass = { sku: "hourglass", name: "Hourglass", unitPrice: 2500, quantity: 1 };
    const inkwell = { sku: "inkwell", name: "Inkwell", unitPrice: 800, quantity: 2 };
    const [bought, leftBehind] = [
      { owner: "visitor:d79aa110-b510-4d98-876f-5d98246df36e", currency: "GBP", delivery },
      { owner: "visitor:9e6b2228-2d85-4781-b184-0bb7c8ccf707", currency: "GBP", delivery },
    ];
    const fiver = { code: "INKWELL", discount: { kind: "amount", amount: 500 }, minimum: 3000 };
    const carrier = { code: "CARRIER", discount: { kind: "freeDelivery" }, minimum: 0 };
    const imported = [
      { sku: "85123A", name: "WHITE HANGING HEART T-LIGHT HOLDER", unitPrice: 255, quantity: 6 },
      { sku: "71053", name: "WHITE METAL LANTERN", unitPrice: 339, quantity: 6 },
    ];

    expect(cartSnapshots.version).toBe(1);
    expect((await foldAll(store)).map(({ state }) => state)).toEqual([
      {
        status: "checkedOut",
        ...bought,
        lines: [hourglass, { ...inkwell, quantity: 4 }],
        promo: fiver,
        orderId: "725eb6a1-af95-4f06-b811-ce3203ab7e55",
      },
      { status: "setAside", ...leftBehind, lines: [hourglass, inkwell], promo: carrier },
      { status: "open", ...leftBehind, lines: [hourglass], promo: null },
      {
        status: "checkedOut",
        owner: "customer:17850",
        currency: "GBP",
        delivery: { price: 0, freeFrom: null },
        lines: imported,
        promo: null,
        orderId: "bbbf0811-afea-5e0b-956e-020c3bd7d1ae",
      },
    ]);
  });

  test("fill every read model", async () => {
    const { sql, store } = await openOldLog();
    await forgetReadModels(sql);
    await projectInBatches(sql, store, [3, 1, 20]);

    const tables = await readTables(sql);
    for (const [table, rows] of Object.entries(tables)) expect([table, rows.length]).not.toEqual([table, 0]);
    const carts = await sql<{ stream_id: string; status: string; items: number; version: number }[]>`
      select stream_id, status, item_count as items, version from cart_summaries order by created_position`;
    expect(carts.map(({ status, items, version }) => [status, items, version])).toEqual([
      ["checkedOut", 5, 12],
      ["setAside", 3, 5],
      ["open", 1, 2],
      ["checkedOut", 12, 4],
    ]);
    expect(await sql`select order_number, total from orders order by position`).toEqual([
      { order_number: "C-7F3K9M2D", total: 5200 },
      { order_number: "536365", total: 3564 },
    ]);
  });
});

test("whatever a shopper does is stored under the schema version of its type", async () => {
  const sql = (await createTestDatabase()).connect();
  const shopping = openShopping(sql);
  const visitor = newVisitor();
  await shop(shopping, visitor, add("hourglass", 3), add("inkwell"), { type: "removeItem", sku: "inkwell" });
  await shop(shopping, visitor, { type: "changeItemQuantity", sku: "hourglass", quantity: 2 });
  const { streamId } = await shop(shopping, visitor, { type: "applyPromoCode", code: "FIRSTFOLIO" });
  await shop(shopping, visitor, { type: "removePromoCode" });
  await shop(shopping, visitor, { type: "forkCart", streamId, version: 2 });
  await placeOrder(shopping, visitor);

  const stored = await sql<{ type: CartEventType; version: number }[]>`
    select distinct type, schema_version as version from events`;
  expect(new Set(stored.map(({ type }) => type))).toEqual(new Set(types));
  for (const { type, version } of stored) expect([type, version]).toEqual([type, cartSchemaVersionOf(type)]);
});
