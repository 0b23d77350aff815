import { expect, test } from "vitest";
import type postgres from "postgres";
import { openShopping } from "@/lib/cart/test-shopping";
import { createTestDatabase } from "@/lib/database/test-database";
import { EventStore } from "@/lib/event-store/event-store";
import { WakeUp } from "@/lib/event-store/wake-up";
import { projections } from "@/lib/shop";
import type { Projection } from "./projection";
import { Projector } from "./projector";
import { rebuildSchema, type RebuildProgress } from "./fresh-tables";
import { rebuild } from "./rebuild";
import { projectBatch } from "./run-projection";
import { held, untilOneWaits } from "./test-held";
import { everything, expectedTables, readTables, shopAtRandom } from "./test-workload";

async function openShop({ batches }: { batches: number }) {
  const database = await createTestDatabase();
  const sql = database.connect();
  const store = new EventStore(sql);
  const projector = new Projector(sql, store, new WakeUp(sql), projections);
  await shopAtRandom(openShopping(sql), { batches });
  await projector.prepare();
  return { database, sql, store, projector };
}

async function expectNothingLeftBehind(sql: postgres.Sql): Promise<void> {
  expect(await sql`select from pg_namespace where nspname = any(${projections.map(rebuildSchema)})`).toHaveLength(0);
}

/** Rows of each table and the money in them, in one snapshot. */
async function readFigures(sql: postgres.Sql): Promise<number[]> {
  const [row] = await sql<Record<string, number>[]>`
    select (select count(*) from cart_summaries) as carts, (select count(*) from orders) as orders,
      (select count(*) from order_lines) as lines, (select count(*) from product_figures) as products,
      (select coalesce(sum(total), 0)::bigint from orders) as revenue,
      (select coalesce(sum(added), 0)::bigint from product_figures) as added`;
  return Object.values(row ?? {});
}

test("a rebuild puts right what was damaged, and leaves nothing behind", async () => {
  const { sql, store } = await openShop({ batches: 60 });
  const before = await readTables(sql);
  await sql`update cart_summaries set item_count = item_count + 1`;
  await sql`delete from orders`;
  await sql`insert into product_figures values ('made-up', 1, 1, 1, 1)`;

  for (const projection of projections) await rebuild(sql, store, projection);

  expect(await readTables(sql)).toEqual(before);
  expect(before).toEqual(await expectedTables(sql, (await createTestDatabase()).connect(2)));
  await expectNothingLeftBehind(sql);
});

test("while it is rebuilt again and again under way, readers never see less than before, and the result is right", async () => {
  const { database, sql, store, projector } = await openShop({ batches: 40 });
  projector.start();
  const reader = database.connect(1);
  let isShopping = true;
  let rebuilds = 0;
  const keepReading = async () => {
    for (let before = await readFigures(reader); isShopping;) {
      const now = await readFigures(reader);
      before.forEach((figure, index) => expect(now[index]).toBeGreaterThanOrEqual(figure));
      before = now;
    }
  };
  const keepRebuilding = async () => {
    for (; isShopping; rebuilds += 1) for (const projection of projections) await rebuild(sql, store, projection);
  };

  const keepShopping = async () => {
    const shopping = openShopping(database.connect());
    for (let seed = 7; rebuilds < 2; seed += 1) await shopAtRandom(shopping, { batches: 120, seed });
  };
  const shopping = keepShopping().finally(() => (isShopping = false));
  await Promise.all([shopping, keepReading(), keepRebuilding()]);
  await projector.catchUp();
  await projector.stop();

  expect(rebuilds).toBeGreaterThan(1);
  expect(await readTables(sql)).toEqual(await expectedTables(sql, (await createTestDatabase()).connect(2)));
});

test("two rebuilds of the same projection at once don't get in each other's way", async () => {
  const { database, sql, store } = await openShop({ batches: 60 });
  const before = await readTables(sql);
  const clients = [database.connect(2), database.connect(2), database.connect(2)];

  await Promise.all(clients.flatMap((client) => projections.map((projection) => rebuild(client, store, projection))));

  expect(await readTables(sql)).toEqual(before);
  await expectNothingLeftBehind(sql);
});

test("a rebuild that fails half-way leaves the live tables alone, and the next one works", async () => {
  const { sql, store } = await openShop({ batches: 40 });
  const before = await readTables(sql);
  for (const projection of projections) {
    const failing: Projection = {
      ...projection,
      async write(tx, changes) {
        await projection.write(tx, changes);
        throw new Error("out of paper");
      },
    };
    await expect(rebuild(sql, store, failing)).rejects.toThrow("out of paper");
    expect(await readTables(sql)).toEqual(before);
    await rebuild(sql, store, projection);
  }
  expect(await readTables(sql)).toEqual(before);
  await expectNothingLeftBehind(sql);
});

test("a rebuild that is cancelled in the middle leaves the live tables alone and nothing behind", async () => {
  const { sql, store } = await openShop({ batches: 60 });
  await sql`update product_figures set added = added + 1`;
  const before = await readTables(sql);
  for (const projection of projections) {
    const controller = new AbortController();
    const cancelled: Projection = {
      ...projection,
      async write(tx, changes) {
        await projection.write(tx, changes);
        controller.abort(new Error("changed my mind"));
      },
    };
    const rebuilding = rebuild(sql, store, cancelled, { signal: controller.signal, batchSize: 10 });
    await expect(rebuilding).rejects.toThrow("changed my mind");
    await expect(rebuild(sql, store, projection, { signal: controller.signal })).rejects.toThrow("changed my mind");
  }
  expect(await readTables(sql)).toEqual(before);
  await expectNothingLeftBehind(sql);
});

test("a rebuild tells how far it is, how fast and how long it will take", async () => {
  const { sql, store } = await openShop({ batches: 60 });
  const [log] = await sql<{ events: number }[]>`select count(*) as events from events`;
  const heard: RebuildProgress[] = [];
  for (const projection of projections) {
    heard.length = 0;
    await rebuild(sql, store, projection, { batchSize: 10, onProgress: (progress) => heard.push(progress) });
    expect(heard.length).toBeGreaterThan(2);
    expect(heard.map(({ events }) => events)).toEqual(heard.map(({ events }) => events).toSorted((a, b) => a - b));
    for (const { total, perSecond, secondsLeft, events } of heard) {
      expect(total).toBe(log?.events);
      expect(secondsLeft).toBeCloseTo((total - events) / perSecond, 5);
    }
    expect(heard.at(-1)).toMatchObject({ events: log?.events, secondsLeft: 0 });
  }
});

test("a projection that writes to a table it doesn't name fails, instead of filling the live one twice", async () => {
  const { sql, store } = await openShop({ batches: 60 });
  const before = await readTables(sql);
  for (const projection of projections) {
    const forgetful: Projection = { ...projection, tables: projection.tables.slice(1) };
    await expect(rebuild(sql, store, forgetful)).rejects.toThrow("does not exist");
  }
  expect(await readTables(sql)).toEqual(before);
});

test("when its version is raised a projection is rebuilt at the next start, and else it is left alone", async () => {
  const { sql, store } = await openShop({ batches: 20 });
  const before = await readTables(sql);
  await sql`update cart_summaries set item_count = 999`;
  const start = async (version: number) => {
    const raised = projections.map((projection): Projection => ({ ...projection, version }));
    await new Projector(sql, store, new WakeUp(sql), raised).prepare();
    return sql<{ version: number; position: number }[]>`select version, position from checkpoints`;
  };

  expect((await start(1)).map(({ version }) => version)).toEqual([1, 1, 1]);
  expect(await readTables(sql)).not.toEqual(before);

  const head = await store.head();
  expect(await start(2)).toEqual(Array(3).fill({ version: 2, position: head }));
  expect(await readTables(sql)).toEqual(before);
});

test("a rebuild waits for the batch that is just being projected", async () => {
  const { database, sql, store } = await openShop({ batches: 20 });
  await shopAtRandom(openShopping(sql), { batches: 20, seed: 9 });
  const head = await store.head();
  for (const projection of projections) {
    const { slow, isWritten, letGo } = held(projection);
    const live = projectBatch(database.connect(1), slow, store, head, everything);
    await isWritten;
    const rebuilding = rebuild(sql, store, projection);
    await untilOneWaits(sql);
    letGo();
    expect(await live).toMatchObject({ outcome: "advanced", position: head });
    await rebuilding;
  }
  expect(await readTables(sql)).toEqual(await expectedTables(sql, (await createTestDatabase()).connect(2)));
});

test("a reader in the middle of a long report neither holds up a rebuild nor sees it", async () => {
  const { database, sql, store } = await openShop({ batches: 60 });
  await sql`update product_figures set added = added + 1`;
  await database.connect(1).begin("isolation level repeatable read", async (report) => {
    const read = () => report`select * from product_figures, cart_summaries, orders order by 1, 6`;
    const before = await read();
    expect(before.length).toBeGreaterThan(0);
    for (const projection of projections) await rebuild(sql, store, projection);
    expect(await read()).toEqual(before);
  });
  expect(await readTables(sql)).toEqual(await expectedTables(sql, (await createTestDatabase()).connect(2)));
});
