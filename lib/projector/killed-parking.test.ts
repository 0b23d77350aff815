import { expect, test } from "vitest";
import type postgres from "postgres";
import { newVisitor } from "@/lib/identity/visitor";
import { add, openShopping, shop } from "@/lib/cart/test-shopping";
import { createTestDatabase } from "@/lib/database/test-database";
import { projections } from "@/lib/shop";
import { releaseStream } from "./release";
import { projectBatch } from "./run-projection";
import { newPoison, poisoned, readParked } from "./test-poison";
import { everything, expectedTables, forgetReadModels, readTables, shopAtRandom } from "./test-workload";

/** A client whose connection is killed in place of the `n`-th statement of its next transaction; `wasKilled` says if it came to that. */
function killedAt(sql: postgres.Sql, n: number) {
  const state = { statements: 0, wasKilled: false };
  const counting = (tx: postgres.TransactionSql): postgres.TransactionSql =>
    new Proxy(tx, {
      apply(target, self, args) {
        // Lists, names and fragments are made by the same function as statements.
        const isStatement = Array.isArray(args[0]) && Object.hasOwn(args[0], "raw");
        if (isStatement) state.statements += 1;
        if (!isStatement || state.statements !== n) return Reflect.apply(target, self, args) as unknown;
        state.wasKilled = true;
        return target`select pg_terminate_backend(pg_backend_pid())`;
      },
      get(target, name, receiver) {
        if (name !== "savepoint") return Reflect.get(target, name, receiver) as unknown;
        return (work: (inner: postgres.TransactionSql) => Promise<unknown>) =>
          target.savepoint((inner) => work(counting(inner)));
      },
    });
  const client = new Proxy(sql, {
    get(target, name, receiver) {
      if (name !== "begin") return Reflect.get(target, name, receiver) as unknown;
      return (work: (tx: postgres.TransactionSql) => Promise<unknown>) => target.begin((tx) => work(counting(tx)));
    },
  });
  return { client, state };
}

/** Kills the connection when a transaction that touched parked events commits, while `deaths` has a row. */
async function installDeathAtCommit(sql: postgres.Sql): Promise<void> {
  await sql`create table deaths (n integer)`;
  await sql`
    create function die_at_commit() returns trigger language plpgsql as $$
    begin
      if exists (select from public.deaths) then
        perform pg_terminate_backend(pg_backend_pid());
        perform pg_sleep(10);
      end if;
      return null;
    end $$`;
  await sql`
    create constraint trigger die_at_commit after insert or delete on parked_events deferrable initially deferred
    for each row execute function die_at_commit()`;
}

/** Answers when a connection that was killed has been replaced. */
async function untilReconnected(sql: postgres.Sql): Promise<void> {
  for (let isBack = false; !isBack;) {
    isBack = await sql`select`.then(
      () => true,
      () => false,
    );
  }
}

async function snapshot(sql: postgres.Sql) {
  const checkpoints = await sql`select projection, position from checkpoints order by projection`;
  return { checkpoints, parked: await readParked(sql), tables: await readTables(sql) };
}

/** Does the work again and again, killed one statement later each time and then at the commit, until it is let through. */
async function dieEverywhere(
  sql: postgres.Sql,
  killed: postgres.Sql,
  work: (client: postgres.Sql) => Promise<unknown>,
): Promise<number> {
  const before = await snapshot(sql);
  let kills = 0;
  await sql`insert into deaths values (1)`;
  for (let n = 1; ; n += 1) {
    const { client, state } = killedAt(killed, n);
    await expect(work(client)).rejects.toThrow(/terminating|CONNECTION|connection/);
    kills += 1;
    await untilReconnected(killed);
    expect(await snapshot(sql)).toEqual(before);
    if (!state.wasKilled) break;
  }
  await sql`delete from deaths`;
  await work(killed);
  return kills;
}

test("killed at any statement and at the commit, parking and releasing do all or nothing", async () => {
  const database = await createTestDatabase();
  const [sql, killed] = [database.connect(4), database.connect(1)];
  const shopping = openShopping(sql);
  const { store } = shopping;
  await forgetReadModels(sql);
  await installDeathAtCommit(sql);
  const visitor = newVisitor();
  const { streamId } = await shop(shopping, visitor, add("hourglass", 2));
  await shopAtRandom(shopping, { batches: 8 });
  await shop(shopping, visitor, add("inkwell"));
  const head = await store.head();
  const poison = newPoison((event) => event.streamId === streamId && event.version === 2);

  for (const projection of poisoned(poison)) {
    const parking = (client: postgres.Sql) =>
      projectBatch(client, projection, store, head, everything, { attempts: 3 });
    expect(await dieEverywhere(sql, killed, parking)).toBeGreaterThanOrEqual(5);
    expect((await readParked(sql, projection.name)).map(({ stream_id }) => stream_id)).toEqual([streamId, streamId]);
  }
  poison.isPoisonous = () => false;
  for (const projection of projections) {
    const releasing = (client: postgres.Sql) => releaseStream(client, store, projection, streamId);
    expect(await dieEverywhere(sql, killed, releasing)).toBeGreaterThanOrEqual(5);
  }
  expect(await readParked(sql)).toEqual([]);
  expect(await readTables(sql)).toEqual(await expectedTables(sql, (await createTestDatabase()).connect(2)));
});
