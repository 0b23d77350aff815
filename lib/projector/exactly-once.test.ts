import { expect, test } from "vitest";
import type postgres from "postgres";
import { openShopping } from "@/lib/cart/test-shopping";
import { createTestDatabase } from "@/lib/database/test-database";
import { EventStore } from "@/lib/event-store/event-store";
import { WakeUp } from "@/lib/event-store/wake-up";
import { projections } from "@/lib/shop";
import type { Projection } from "./projection";
import { Projector } from "./projector";
import { rebuild } from "./rebuild";
import { projectBatch } from "./run-projection";
import { expectedTables, forgetReadModels, readTables, shopAtRandom } from "./test-workload";

type Place = "before writing" | "after writing" | "before the commit";

/** A projection whose connection is killed inside its transaction now and then. `kills` counts where. */
function hazardous(projection: Projection, kills: Map<Place, number>): Projection {
  let attempts = 0;
  const die = async (tx: postgres.TransactionSql, place: Place): Promise<void> => {
    kills.set(place, (kills.get(place) ?? 0) + 1);
    await tx`select pg_terminate_backend(pg_backend_pid())`;
  };
  return {
    ...projection,
    async write(tx, changes) {
      attempts += 1;
      if (attempts % 6 === 1) await die(tx, "before writing");
      await projection.write(tx, changes);
      if (attempts % 6 === 2) await die(tx, "after writing");
      if (attempts % 6 === 3) {
        kills.set("before the commit", (kills.get("before the commit") ?? 0) + 1);
        await tx`select set_config('test.die_at_commit', 'yes', true)`;
      }
    },
  };
}

/** Lets a transaction that asked for it die between its last statement, which moves the checkpoint, and its commit. */
async function installDeathAtCommit(sql: postgres.Sql): Promise<void> {
  await sql`
    create function die_at_commit() returns trigger language plpgsql as $$
    begin
      if current_setting('test.die_at_commit', true) = 'yes' then
        perform pg_terminate_backend(pg_backend_pid());
        perform pg_sleep(10);
      end if;
      return null;
    end $$`;
  await sql`
    create constraint trigger die_at_commit after update on checkpoints deferrable initially deferred
    for each row execute function die_at_commit()`;
}

test("each event counts exactly once, though the projector's connection is killed again and again while it works", async () => {
  const database = await createTestDatabase();
  const [sql, projecting] = [database.connect(4), database.connect(2)];
  const store = new EventStore(sql);
  await forgetReadModels(sql);
  await installDeathAtCommit(sql);
  const kills = new Map<Place, number>();
  const wrapped = projections.map((projection) => hazardous(projection, kills));
  let failures = 0;
  let isShopping = true;
  const project = async (projection: Projection): Promise<void> => {
    for (let isBehind = true; isShopping || isBehind;) {
      const head = await store.head();
      try {
        const result = await projectBatch(projecting, projection, store, head, 9);
        isBehind = result.outcome === "busy" || result.position < head;
      } catch {
        failures += 1;
        isBehind = true;
      }
    }
  };

  const shopping = shopAtRandom(openShopping(sql)).finally(() => (isShopping = false));
  await Promise.all([shopping, ...wrapped.map(project)]);

  const died = [...kills.values()].reduce((sum, count) => sum + count, 0);
  expect([...kills.keys()].toSorted()).toEqual(["after writing", "before the commit", "before writing"]);
  expect(died).toBeGreaterThanOrEqual(30);
  expect(failures).toBeGreaterThanOrEqual(died);
  const tables = await readTables(sql);
  expect(tables).toEqual(await expectedTables(sql, (await createTestDatabase()).connect(2)));
  for (const projection of projections) await rebuild(sql, store, projection);
  expect(await readTables(sql)).toEqual(tables);
});

test("two projectors on one database count nothing twice and leave nothing out", async () => {
  const database = await createTestDatabase();
  const open = async () => {
    const sql = database.connect(8);
    const wakeUp = new WakeUp(sql);
    const store = new EventStore(sql, (streamIds) => wakeUp.appended(streamIds));
    const projector = new Projector(sql, store, wakeUp, projections);
    await projector.prepare();
    await wakeUp.listen();
    projector.start();
    return { sql, store, projector, shopping: { ...openShopping(sql), store } };
  };
  const [one, two] = [await open(), await open()];

  await Promise.all([
    shopAtRandom(one.shopping, { batches: 80, seed: 2 }),
    shopAtRandom(two.shopping, { batches: 80, seed: 3 }),
  ]);

  const head = await one.store.head();
  for (const { projector } of [one, two]) {
    const reached = await Promise.all(projections.map(({ name }) => projector.waitFor(name, head, 5_000)));
    expect(reached).toEqual([true, true, true]);
    await projector.stop();
  }
  expect(await readTables(one.sql)).toEqual(await expectedTables(one.sql, (await createTestDatabase()).connect(2)));
});
