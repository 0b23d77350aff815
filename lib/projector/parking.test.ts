import { describe, expect, test, vi } from "vitest";
import type postgres from "postgres";
import { newVisitor } from "@/lib/identity/visitor";
import { add, openShopping, shop } from "@/lib/cart/test-shopping";
import { createTestDatabase } from "@/lib/database/test-database";
import { EventStore } from "@/lib/event-store/event-store";
import { WakeUp } from "@/lib/event-store/wake-up";
import { projections } from "@/lib/shop";
import type { Projection } from "./projection";
import { Projector } from "./projector";
import { rebuild } from "./rebuild";
import { releaseStream } from "./release";
import { projectBatch } from "./run-projection";
import { newPoison, poisoned, positionsOf, readParked, type Poison } from "./test-poison";
import { held, untilOneWaits } from "./test-held";
import { everything, expectedTables, readTables, shopAtRandom } from "./test-workload";

/** A shop with carts in it, whose second event of one cart will be poison; nothing is projected yet. */
async function openShop({ batches = 40 } = {}) {
  const database = await createTestDatabase();
  const sql = database.connect();
  const wakeUp = new WakeUp(sql);
  const store = new EventStore(sql, (streamIds) => wakeUp.appended(streamIds));
  const shopping = { ...openShopping(sql), store };
  await new Projector(sql, store, wakeUp, projections).prepare();
  const visitor = newVisitor();
  const { streamId } = await shop(shopping, visitor, add("hourglass", 2));
  await shopAtRandom(shopping, { batches });
  await shop(shopping, visitor, add("inkwell"), add("hourglass"));
  const poison = newPoison((event) => event.streamId === streamId && event.version === 2);
  const open = (projected: readonly Projection[] = poisoned(poison)) => new Projector(sql, store, wakeUp, projected);
  return { database, sql, store, shopping, visitor, streamId, poison, open };
}

const mend = (poison: Poison): void => void (poison.isPoisonous = () => false);
const without = (streamId: string, rows: readonly unknown[]) =>
  rows.filter((row) => !JSON.stringify(row).includes(streamId));

describe("an event that fails", () => {
  test("is retried, then parked with its error, and the later events of its stream wait behind it", async () => {
    const { sql, store, poison, open, streamId } = await openShop();
    const projector = open();
    projector.start();
    const head = await store.head();
    for (const { name } of projections) expect(await projector.waitFor(name, head, 20_000)).toBe(true);
    await projector.stop();

    const [, second = 0, ...later] = await positionsOf(sql, streamId);
    expect(later.length).toBeGreaterThan(1);
    for (const { name } of projections) {
      const tries = poison.failures.get(name)?.filter((position) => position === second).length;
      expect(tries).toBeGreaterThan(3);
      expect(await readParked(sql, name)).toEqual([
        {
          projection: name,
          stream_id: streamId,
          position: second,
          error: `can't read event ${second}`,
          attempts: 4,
        },
        ...later.map((position) => ({ projection: name, stream_id: streamId, position, error: null, attempts: 0 })),
      ]);
      expect(projector.status()[name]).toEqual({ position: head, lag: 0, parked: later.length + 1 });
    }
    expect(await projector.parked()).toMatchObject(
      projections.map(({ name }) => ({ projection: name, streamId, position: second, events: later.length + 1 })),
    );
  });

  test("holds up no other stream, and what is appended to its own later waits too", async () => {
    const { database, sql, open, streamId, shopping, visitor } = await openShop();
    const projector = open();
    await projector.catchUp();
    const parked = (await readParked(sql)).length;
    await shop(shopping, visitor, add("sealing-wax"));
    await shopAtRandom(shopping, { batches: 10, seed: 5 });
    await projector.catchUp();

    expect((await readParked(sql)).length).toBe(parked + projections.length);
    const [live, expected] = [
      await readTables(sql),
      await expectedTables(sql, (await createTestDatabase()).connect(2)),
    ];
    for (const table of ["cart_summaries", "products_in_carts", "orders"])
      expect(without(streamId, live[table] ?? [])).toEqual(without(streamId, expected[table] ?? []));
    const [cart] = await database.connect(1)`
      select version, item_count from cart_summaries where stream_id = ${streamId}`;
    expect(cart).toEqual({ version: 1, item_count: 0 });
  });

  test("is found among many, also when several streams have one and when Postgres refuses its values", async () => {
    const { sql, store, open } = await openShop();
    const streams = await sql<{ stream_id: string }[]>`
      select stream_id from events group by 1 having count(*) > 3 order by min(position) limit 4`;
    const bad = new Set(streams.map(({ stream_id }) => stream_id));
    const projected = projections.map((projection): Projection => {
      return {
        ...projection,
        project: (events) => ({
          changes: projection.project(events),
          bad: events.some(({ streamId, version }) => bad.has(streamId) && version === 3),
        }),
        async write(tx, changes) {
          const { changes: own, bad } = changes as { changes: unknown; bad: boolean };
          await projection.write(tx, own);
          if (bad) await tx`select 'ten'::integer`;
        },
      };
    });
    await open(projected).catchUp();
    expect(bad.size).toBe(4);
    for (const { name } of projections) {
      const failed = (await readParked(sql, name)).filter(({ error }) => error !== null);
      expect(new Set(failed.map(({ stream_id }) => stream_id))).toEqual(bad);
      for (const { error } of failed) expect(error).toContain('invalid input syntax for type integer: "ten"');
      for (const streamId of bad) await releaseStream(sql, store, find(projections, name), streamId);
    }
    expect(await readParked(sql)).toEqual([]);
    expect(await readTables(sql)).toEqual(await expectedTables(sql, (await createTestDatabase()).connect(2)));
  });

  test("is parked once, though two processes follow the log", async () => {
    const { database, sql, store, poison, shopping } = await openShop();
    const open = () => {
      const connection = database.connect(8);
      return new Projector(connection, new EventStore(connection), new WakeUp(connection), poisoned(poison));
    };
    const two = [open(), open()];
    for (const projector of two) projector.start();
    await shopAtRandom(shopping, { batches: 40, seed: 8 });
    const head = await store.head();
    for (const projector of two) {
      for (const { name } of projections) expect(await projector.waitFor(name, head, 20_000)).toBe(true);
      await projector.stop();
    }
    mend(poison);
    for (const { projection, streamId } of await open().parked()) {
      // Both are asked at once: one replays, the other finds nothing left.
      const released = await Promise.all(two.map((projector) => projector.release(projection, streamId)));
      expect(released.filter(({ released }) => released > 0)).toHaveLength(1);
    }
    expect(await readTables(sql)).toEqual(await expectedTables(sql, (await createTestDatabase()).connect(2)));
  });
});

describe("what is no event's fault", () => {
  test("is retried, and nothing is parked: locks, disks, conflicts, missing tables, lost connections", async () => {
    const raise = (code: string) => (tx: postgres.TransactionSql) =>
      tx.unsafe(`do $$ begin raise exception using errcode = '${code}'; end $$`);
    const missing = (tx: postgres.TransactionSql) => tx`select from ledger`;
    const killed = (tx: postgres.TransactionSql) => tx`select pg_terminate_backend(pg_backend_pid())`;
    const troubles = [killed, raise("55P03"), raise("53100"), raise("40001")];
    const { sql, store, open } = await openShop({ batches: 5 });
    const failures = new Map(projections.map(({ name }) => [name, 0]));
    let isDown = true;
    const failing = projections.map((projection): Projection => {
      return {
        ...projection,
        project: (events) => ({ changes: projection.project(events), isEmpty: events.length === 0 }),
        async write(tx, folded) {
          const { changes, isEmpty } = folded as { changes: unknown; isEmpty: boolean };
          if (isDown && !isEmpty) {
            const failed = failures.get(projection.name) ?? 0;
            failures.set(projection.name, failed + 1);
            await (troubles[failed] ?? missing)(tx);
          }
          await projection.write(tx, changes);
        },
      };
    });
    const projector = open(failing);
    projector.start();
    // By then each was tried more often than an event that is to blame would be.
    await vi.waitFor(() => {
      for (const { error } of Object.values(projector.status())) expect(error).toContain('"ledger" does not exist');
    }, 30_000);
    expect(await readParked(sql)).toEqual([]);
    isDown = false;
    const head = await store.head();
    for (const { name } of projections) expect(await projector.waitFor(name, head, 30_000)).toBe(true);
    await projector.stop();
    expect(await readParked(sql)).toEqual([]);
    expect(await readTables(sql)).toEqual(await expectedTables(sql, (await createTestDatabase()).connect(2)));
  });
});

describe("releasing a stream", () => {
  test("replays its events in order, exactly once, and the tables equal a rebuild", async () => {
    const { sql, store, open, streamId, poison } = await openShop();
    const projector = open();
    await projector.catchUp();
    mend(poison);
    const events = (await positionsOf(sql, streamId)).length - 1;
    for (const { name } of projections) {
      expect(await projector.release(name, streamId)).toEqual({ released: events, parked: 0 });
      expect(await projector.release(name, streamId)).toEqual({ released: 0, parked: 0 });
    }
    const tables = await readTables(sql);
    expect(tables).toEqual(await expectedTables(sql, (await createTestDatabase()).connect(2)));
    for (const projection of projections) await rebuild(sql, store, projection);
    expect(await readTables(sql)).toEqual(tables);
    for (const status of Object.values(projector.status())) expect(status.parked).toBeUndefined();
  });

  test("that fails again leaves it parked, with one attempt more, and what came before the failure is kept", async () => {
    const { sql, open, streamId, poison } = await openShop();
    const projector = open();
    await projector.catchUp();
    const [, second, third] = await positionsOf(sql, streamId);
    const before = await readTables(sql);

    const all = (await positionsOf(sql, streamId)).length - 1;
    expect(await projector.release("cart-summaries", streamId)).toEqual({ released: 0, parked: all });
    expect((await readParked(sql, "cart-summaries"))[0]).toMatchObject({ position: second, attempts: 5 });
    expect(await readTables(sql)).toEqual(before);

    poison.isPoisonous = (event) => event.position === third;
    expect(await projector.release("cart-summaries", streamId)).toEqual({ released: 1, parked: all - 1 });
    expect((await readParked(sql, "cart-summaries"))[0]).toMatchObject({
      position: third,
      error: `can't read event ${third}`,
    });
    mend(poison);
    for (const { name } of projections) await projector.release(name, streamId);
    expect(await readTables(sql)).toEqual(await expectedTables(sql, (await createTestDatabase()).connect(2)));
  });

  test("waits for the batch that is just being projected, and takes along what was parked by it", async () => {
    const { database, sql, store, open, streamId, poison, shopping, visitor } = await openShop({ batches: 10 });
    await open().catchUp();
    await shop(shopping, visitor, add("sealing-wax"));
    await shopAtRandom(shopping, { batches: 5, seed: 3 });
    const head = await store.head();
    mend(poison);
    const projection = find(projections, "cart-summaries");
    const { slow, isWritten, letGo } = held(projection);
    const live = projectBatch(database.connect(1), slow, store, head, everything);
    await isWritten;
    const releasing = releaseStream(sql, store, projection, streamId);
    await untilOneWaits(sql);
    letGo();
    expect(await live).toMatchObject({ outcome: "advanced", position: head });
    expect(await releasing).toEqual({ released: (await positionsOf(sql, streamId)).length - 1, parked: 0 });
    expect(await readParked(sql, projection.name)).toEqual([]);
  });

  test("of a projection whose tables are another version's is refused", async () => {
    const { sql, store, open, streamId } = await openShop({ batches: 5 });
    await open().catchUp();
    const [newer] = poisoned(
      newPoison(() => false),
      projections.map((projection) => ({ ...projection, version: 2 })),
    );
    if (!newer) throw new Error("There is no projection.");
    await expect(releaseStream(sql, store, newer, streamId)).rejects.toThrow("belong to another version of the shop");
    expect((await readParked(sql, newer.name)).length).toBeGreaterThan(1);
  });
});

describe("a rebuild", () => {
  test("parks what fails in it, and forgets what was parked before", async () => {
    const { sql, store, open, streamId, poison } = await openShop();
    await open().catchUp();
    for (const projection of projections) await rebuild(sql, store, projection);
    expect(await readParked(sql)).toEqual([]);
    expect(await readTables(sql)).toEqual(await expectedTables(sql, (await createTestDatabase()).connect(2)));

    for (const projection of poisoned(poison)) await rebuild(sql, store, projection);
    const parked = await readParked(sql);
    expect(parked.filter(({ error }) => error !== null)).toHaveLength(projections.length);
    expect(new Set(parked.map(({ stream_id }) => stream_id))).toEqual(new Set([streamId]));
    for (const projection of projections) {
      // The live runner goes on behind what the rebuild parked.
      await projectBatch(sql, projection, store, await store.head(), everything);
      await releaseStream(sql, store, projection, streamId);
    }
    expect(await readTables(sql)).toEqual(await expectedTables(sql, (await createTestDatabase()).connect(2)));
  });
});

function find(projected: readonly Projection[], name: string): Projection {
  const found = projected.find((projection) => projection.name === name);
  if (!found) throw new Error(`There is no projection named ${name}.`);
  return found;
}
