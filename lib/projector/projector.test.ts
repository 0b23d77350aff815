import { describe, expect, test, vi } from "vitest";
import { newVisitor } from "@/lib/identity/visitor";
import { add, openShopping, shop } from "@/lib/cart/test-shopping";
import { createTestDatabase, type TestDatabase } from "@/lib/database/test-database";
import { EventStore } from "@/lib/event-store/event-store";
import { WakeUp } from "@/lib/event-store/wake-up";
import { projections } from "@/lib/shop";
import type { Projection } from "./projection";
import { Projector } from "./projector";
import { expectedTables, readTables, shopAtRandom } from "./test-workload";

/** A shop in a process of its own, as far as the database can tell; its projector is prepared, not started. */
async function openProcess(database: TestDatabase, projected: readonly Projection[] = projections) {
  const sql = database.connect();
  const wakeUp = new WakeUp(sql);
  const store = new EventStore(sql, (streamIds) => wakeUp.appended(streamIds));
  const projector = new Projector(sql, store, wakeUp, projected);
  await projector.prepare();
  await wakeUp.listen();
  return { sql, store, projector, shopping: { ...openShopping(sql), store } };
}

/** The first projection fails as long as `isBroken`; the others are as they are. */
function withFailing(state: { isBroken: boolean }): readonly Projection[] {
  return projections.map((projection, index): Projection => {
    if (index > 0) return projection;
    const write: Projection["write"] = async (tx, changes) => {
      await projection.write(tx, changes);
      if (state.isBroken) throw new Error("the ledger is missing");
    };
    return { ...projection, write };
  });
}

describe("following the log", () => {
  test("a reader who waits for a position sees what was appended up to it", async () => {
    const { sql, projector, shopping } = await openProcess(await createTestDatabase());
    projector.start();
    const { position, streamId } = await shop(shopping, newVisitor(), add("hourglass", 3));

    expect(await projector.waitFor("cart-summaries", position, 5_000)).toBe(true);
    const [cart] = await sql`select item_count from cart_summaries where stream_id = ${streamId}`;
    expect(cart).toEqual({ item_count: 3 });
    expect(projector.status()["cart-summaries"]).toEqual({ position, lag: 0 });
    await projector.stop();
  });

  test("waiting for a position that never comes ends at the bound, and says so", async () => {
    const { projector } = await openProcess(await createTestDatabase());
    projector.start();
    expect(await projector.waitFor("orders", 0, 50)).toBe(true);
    const startedAt = performance.now();
    expect(await projector.waitFor("orders", 1, 50)).toBe(false);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(45);
    await expect(projector.waitFor("unheard-of", 1, 50)).rejects.toThrow("There is no projection named unheard-of.");
    await projector.stop();
  });

  test("waiting through many batches leaves nothing behind", async () => {
    const { projector, shopping } = await openProcess(await createTestDatabase());
    const warnings: string[] = [];
    const listener = (warning: Error): void => void warnings.push(warning.message);
    process.on("warning", listener);
    projector.start();
    const waiting = projector.waitFor("orders", 41, 20_000);
    const visitor = newVisitor();
    for (let n = 0; n < 40; n += 1) {
      const { position } = await shop(shopping, visitor, add("hourglass"));
      await projector.waitFor("orders", position, 5_000);
    }
    expect(await waiting).toBe(true);
    await projector.stop();
    process.off("warning", listener);
    expect(warnings).toEqual([]);
  });

  test("a pool with as many connections as there are projections is enough", async () => {
    const database = await createTestDatabase();
    const sql = database.connect(projections.length);
    const { store } = openShopping(database.connect());
    await shopAtRandom(openShopping(database.connect()), { batches: 30 });
    const projector = new Projector(sql, new EventStore(sql), new WakeUp(sql), projections);
    await projector.prepare();
    await sql`update checkpoints set position = 0`;
    for (const table of projections.flatMap(({ tables }) => tables)) await sql`delete from ${sql(table)}`;
    await projector.catchUp();
    const head = await store.head();
    expect(Object.values(projector.status()).map(({ position }) => position)).toEqual([head, head, head]);
  });

  test("what another process appends is projected without waiting for the next poll", async () => {
    const database = await createTestDatabase();
    const [here, there] = [await openProcess(database), await openProcess(database)];
    here.projector.start();
    const visitor = newVisitor();
    for (const quantity of [1, 2, 3]) {
      const { position } = await shop(there.shopping, visitor, add("hourglass", quantity));
      expect(await here.projector.waitFor("cart-summaries", position, 900)).toBe(true);
    }
    await here.projector.stop();
  });

  test("a reader sees what another process is just projecting, as soon as it is done", async () => {
    const database = await createTestDatabase();
    const [reader, worker] = [await openProcess(database), await openProcess(database)];
    const { position } = await shop(reader.shopping, newVisitor(), add("hourglass"));
    const held = database.connect(1);
    let finish = (): void => {};
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const holding = held.begin(async (tx) => {
      await tx`select from checkpoints for update`;
      reader.projector.start();
      // As long as the other one works, this one waits.
      expect(await reader.projector.waitFor("orders", position, 100)).toBe(false);
      await tx`update checkpoints set position = ${position}`;
      await finished;
    });
    const waiting = reader.projector.waitFor("orders", position, 900);
    finish();
    await holding;

    expect(await waiting).toBe(true);
    await reader.projector.stop();
    await worker.projector.stop();
  });

  test("catching up waits for what another process is projecting", async () => {
    const database = await createTestDatabase();
    const processes = [await openProcess(database), await openProcess(database), await openProcess(database)];
    for (const seed of [1, 2, 3]) {
      await shopAtRandom(openShopping(database.connect(4)), { batches: 15, seed });
      await Promise.all(
        processes.map(async ({ projector, store }) => {
          const head = await store.head();
          await projector.catchUp();
          expect(Object.values(projector.status()).map((status) => status.position >= head)).toEqual([
            true,
            true,
            true,
          ]);
        }),
      );
    }
    const { sql } = await openProcess(database);
    expect(await readTables(sql)).toEqual(await expectedTables(sql, (await createTestDatabase()).connect(2)));
  });

  test("a process of an older version stands aside, and says why", async () => {
    const database = await createTestDatabase();
    const old = await openProcess(database);
    await openProcess(
      database,
      projections.map((projection): Projection => ({ ...projection, version: 2 })),
    );
    await shop(old.shopping, newVisitor(), add("hourglass"));
    await expect(old.projector.catchUp()).rejects.toThrow("belong to another version of the shop");
    expect(await old.sql`select from cart_summaries`).toHaveLength(0);
  });
});

describe("a projection that fails", () => {
  test("holds up no other, shows its error, and goes on where it was when it can", async () => {
    const state = { isBroken: true };
    const { sql, projector, shopping } = await openProcess(await createTestDatabase(), withFailing(state));
    projector.start();
    const first = await shop(shopping, newVisitor(), add("hourglass"));
    for (const { name } of projections.slice(1))
      expect(await projector.waitFor(name, first.position, 5_000)).toBe(true);
    await vi.waitFor(() =>
      expect(projector.status()["cart-summaries"]).toMatchObject({ error: "the ledger is missing" }),
    );
    const second = await shop(shopping, newVisitor(), add("inkwell"));
    for (const { name } of projections.slice(1))
      expect(await projector.waitFor(name, second.position, 5_000)).toBe(true);

    expect(projector.status()).toMatchObject({
      "cart-summaries": { position: 0, lag: second.position, error: "the ledger is missing" },
      orders: { position: second.position, lag: 0 },
      "product-figures": { position: second.position, lag: 0 },
    });
    expect(await sql`select from cart_summaries`).toHaveLength(0);

    state.isBroken = false;
    expect(await projector.waitFor("cart-summaries", second.position, 15_000)).toBe(true);
    await vi.waitFor(() => expect(projector.status()["cart-summaries"]).toEqual({ position: second.position, lag: 0 }));
    await projector.stop();
    expect(await readTables(sql)).toEqual(await expectedTables(sql, (await createTestDatabase()).connect(2)));
  });

  test("is thrown to whoever asks to catch up", async () => {
    const { projector, shopping } = await openProcess(await createTestDatabase(), withFailing({ isBroken: true }));
    await shop(shopping, newVisitor(), add("hourglass"));
    await expect(projector.catchUp()).rejects.toThrow("the ledger is missing");
  });
});
