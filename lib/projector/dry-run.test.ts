import { expect, test } from "vitest";
import { openShopping } from "@/lib/cart/test-shopping";
import { createTestDatabase } from "@/lib/database/test-database";
import { EventStore } from "@/lib/event-store/event-store";
import { WakeUp } from "@/lib/event-store/wake-up";
import { projections } from "@/lib/shop";
import { dryRun } from "./dry-run";
import { rebuildSchema } from "./fresh-tables";
import { Projector } from "./projector";
import { newPoison, poisoned } from "./test-poison";
import { readTables, shopAtRandom } from "./test-workload";

async function openShop({ batches }: { batches: number }) {
  const database = await createTestDatabase();
  const sql = database.connect();
  const wakeUp = new WakeUp(sql);
  const store = new EventStore(sql, (streamIds) => wakeUp.appended(streamIds));
  const shopping = { ...openShopping(database.connect()), store };
  await shopAtRandom(shopping, { batches });
  const projector = new Projector(sql, store, wakeUp, projections);
  await projector.prepare();
  const compareAll = async () => {
    const tables = [];
    for (const projection of projections) tables.push(...(await dryRun(sql, store, projection)).tables);
    return tables;
  };
  const leftovers = () =>
    sql`select nspname from pg_namespace where nspname = any(${projections.map(rebuildSchema)}::text[])`;
  return { database, sql, store, shopping, projector, compareAll, leftovers };
}

test("a dry run of tables that are right finds nothing, and leaves nothing behind", async () => {
  const { sql, compareAll, leftovers } = await openShop({ batches: 40 });
  const before = await readTables(sql);
  for (const difference of await compareAll())
    expect(difference).toEqual({ table: difference.table, onlyLive: 0, onlyRebuilt: 0, different: 0, examples: [] });
  expect(await readTables(sql)).toEqual(before);
  expect(await leftovers()).toEqual([]);
});

test("a dry run finds rows that were tampered with, taken away or made up, and leaves them as they are", async () => {
  const { sql, compareAll, leftovers } = await openShop({ batches: 60 });
  const [cart] = await sql<{ stream_id: string; item_count: number }[]>`
    update cart_summaries set item_count = item_count + 1
    where stream_id = (select min(stream_id) from cart_summaries) returning stream_id, item_count`;
  const lost = await sql`delete from order_lines returning line`;
  await sql`insert into product_figures select 'made-up-' || n, 1, 1, 1, 1 from generate_series(1, 20) n`;
  const before = await readTables(sql);

  const found = Object.fromEntries((await compareAll()).map((difference) => [difference.table, difference]));
  expect(found.cart_summaries).toMatchObject({ onlyLive: 0, onlyRebuilt: 0, different: 1 });
  expect(found.cart_summaries?.examples).toMatchObject([
    {
      live: { stream_id: cart?.stream_id, item_count: cart?.item_count },
      rebuilt: { stream_id: cart?.stream_id, item_count: Number(cart?.item_count) - 1 },
    },
  ]);
  expect(lost.length).toBeGreaterThan(0);
  expect(found.order_lines).toMatchObject({ onlyLive: 0, onlyRebuilt: lost.length, different: 0 });
  expect(found.order_lines?.examples[0]).toMatchObject({ live: null });
  expect(found.product_figures).toMatchObject({ onlyLive: 20, onlyRebuilt: 0, different: 0 });
  expect(found.product_figures?.examples).toHaveLength(5);
  expect(found.orders).toMatchObject({ onlyLive: 0, onlyRebuilt: 0, different: 0 });
  expect(await readTables(sql)).toEqual(before);
  expect(await leftovers()).toEqual([]);
});

test("a dry run while people shop compares what belongs together, and finds nothing", async () => {
  const { shopping, projector, compareAll } = await openShop({ batches: 20 });
  projector.start();
  let isShopping = true;
  let runs = 0;
  const keepComparing = async () => {
    for (; isShopping; runs += 1)
      for (const difference of await compareAll())
        expect(difference).toMatchObject({ onlyLive: 0, onlyRebuilt: 0, different: 0 });
  };
  const keepShopping = async () => {
    for (let seed = 4; runs < 2; seed += 1) await shopAtRandom(shopping, { batches: 60, seed });
  };
  await Promise.all([keepShopping().finally(() => (isShopping = false)), keepComparing()]);
  await projector.stop();
  expect(runs).toBeGreaterThan(1);
});

test("a dry run says how many events a rebuild would park", async () => {
  const { sql, store } = await openShop({ batches: 20 });
  const [cart] = await sql<{ stream_id: string; events: number }[]>`
    select stream_id, count(*) as events from events group by 1 having count(*) > 2 order by 1 limit 1`;
  const [carts] = poisoned(newPoison((event) => event.streamId === cart?.stream_id && event.version === 2));
  if (!carts) throw new Error("There is no projection.");
  const found = await dryRun(sql, store, carts);
  expect(found).toMatchObject({ position: await store.head(), parked: Number(cart?.events) - 1 });
  expect(found.tables).toMatchObject([{ table: "cart_summaries", onlyLive: 0, onlyRebuilt: 0, different: 1 }]);
  expect(await sql`select from parked_events`).toHaveLength(0);
});
