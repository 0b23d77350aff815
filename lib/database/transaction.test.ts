import { expect, test } from "vitest";
import type postgres from "postgres";
import { createTestDatabase } from "./test-database";
import { transaction } from "./transaction";

async function openTable() {
  const database = await createTestDatabase();
  const [sql, other] = [database.connect(1), database.connect(1)];
  await other`create table entries (text text)`;
  const entries = async () =>
    (await other<{ text: string }[]>`select text from entries order by text`).map(({ text }) => text);
  return { sql, other, entries };
}

async function pidOf(sql: postgres.TransactionSql): Promise<number> {
  const [row] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
  return row?.pid ?? 0;
}

/** Answers when the killed connection was replaced, so that a statement sent to it would succeed. */
async function untilReconnected(sql: postgres.Sql): Promise<void> {
  for (let isBack = false; !isBack;) {
    isBack = await sql`select`.then(
      () => true,
      () => false,
    );
  }
}

test("what a transaction did is kept when its work succeeds, and undone when it throws", async () => {
  const { sql, entries } = await openTable();
  const answer = await transaction(sql, async (tx) => {
    await tx`insert into entries values ('kept')`;
    return 42;
  });
  const failed = transaction(sql, async (tx) => {
    await tx`insert into entries values ('undone')`;
    throw new Error("changed its mind");
  });

  expect(answer).toBe(42);
  await expect(failed).rejects.toThrow("changed its mind");
  await expect(transaction(sql, (tx) => tx`select 1 / 0`)).rejects.toThrow("division by zero");
  expect(await entries()).toEqual(["kept"]);
});

test("work that goes on after its connection was lost can't write through the connection that replaced it", async () => {
  const { sql, other, entries } = await openTable();
  let steps = 0;
  const lost = transaction(sql, async (tx) => {
    await tx`insert into entries values ('before')`;
    await other`select pg_terminate_backend(${await pidOf(tx)})`;
    await untilReconnected(sql);
    steps += 1;
    await tx`insert into entries values ('after')`;
    steps += 1;
  });

  await expect(lost).rejects.toThrow("CONNECTION_CLOSED");
  await expect.poll(() => steps).toBe(1);
  await transaction(sql, (tx) => tx`insert into entries values ('by somebody else')`);
  expect(await entries()).toEqual(["by somebody else"]);
  expect(steps).toBe(1);
});

test("what fails within a savepoint is undone alone, and the rest is kept", async () => {
  const { sql, entries } = await openTable();
  await transaction(sql, async (tx) => {
    await tx`insert into entries values ('before')`;
    const attempt = tx.savepoint(async (inner) => {
      await inner`insert into entries values ('undone')`;
      await inner`select 1 / 0`;
    });
    await expect(attempt).rejects.toThrow("division by zero");
    await tx.savepoint(async (inner) => inner`insert into entries values ('within')`);
    await tx`insert into entries values ('after')`;
  });
  expect(await entries()).toEqual(["after", "before", "within"]);
});

test("a savepoint whose connection was lost sends nothing through the connection that replaced it", async () => {
  const { sql, other, entries } = await openTable();
  let steps = 0;
  const lost = transaction(sql, (tx) =>
    tx.savepoint(async (inner) => {
      await other`select pg_terminate_backend(${await pidOf(inner)})`;
      await untilReconnected(sql);
      steps += 1;
      await inner`insert into entries values ('after')`;
      steps += 1;
    }),
  );
  await expect(lost).rejects.toThrow("CONNECTION_CLOSED");
  await expect.poll(() => steps).toBe(1);
  await transaction(sql, (tx) => tx`insert into entries values ('by somebody else')`);
  expect(await entries()).toEqual(["by somebody else"]);
  expect(steps).toBe(1);
});

test("a lost transaction neither commits nor rolls back the one that has its place now", async () => {
  const { sql, other, entries } = await openTable();
  for (const ending of ["succeeds", "throws"]) {
    let goOn = (): void => {};
    const resumed = new Promise<void>((resolve) => (goOn = resolve));
    const lost = transaction(sql, async (tx) => {
      await other`select pg_terminate_backend(${await pidOf(tx)})`;
      await resumed;
      if (ending === "throws") throw new Error("too late");
    });
    await expect(lost).rejects.toThrow("CONNECTION_CLOSED");
    await untilReconnected(sql);
    await transaction(sql, async (tx) => {
      await tx`insert into entries values (${`first half while the other ${ending}`})`;
      goOn();
      await tx`select pg_sleep(0.02)`;
      expect(await entries()).not.toContain(`first half while the other ${ending}`);
      await tx`insert into entries values (${`second half while the other ${ending}`})`;
    });
  }
  expect(await entries()).toEqual([
    "first half while the other succeeds",
    "first half while the other throws",
    "second half while the other succeeds",
    "second half while the other throws",
  ]);
});
