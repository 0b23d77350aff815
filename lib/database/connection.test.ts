import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { connect } from "./connection";
import { createTestDatabase } from "./test-database";

test("whenever connections are cut, every statement is answered, and the pool is as good as new afterwards", async () => {
  const database = await createTestDatabase();
  const admin = database.connect(1);
  const sql = connect(database.url, { max: 3, name: "cut" });
  let isOver = false;
  const tally = { answered: 0, failed: 0 };
  const keepAsking = async (): Promise<void> => {
    while (!isOver) {
      const asked = sql<{ n: number }[]>`select ${tally.answered}::int as n, pg_sleep(0.0005)`;
      await asked.then(
        () => (tally.answered += 1),
        () => (tally.failed += 1),
      );
    }
  };
  const asking = [keepAsking(), keepAsking(), keepAsking(), keepAsking()];
  for (let cut = 0; cut < 25; cut += 1) {
    await admin`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'cut'`;
    // Not a condition to wait for, but the moment of the next cut, which must come at any point of a statement.
    await delay((cut * 37) % 90);
  }
  isOver = true;
  await Promise.all(asking);

  expect(tally.failed).toBeGreaterThan(0);
  const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => sql`select ${n}::int as n`));
  expect(answers.map(([row]) => row)).toEqual(Array.from({ length: 20 }, (_, n) => ({ n })));
  await sql.end({ timeout: 5 });
});

test("who listens goes on hearing after the connection was lost", async () => {
  const database = await createTestDatabase();
  const [admin, sql] = [database.connect(1), connect(database.url, { max: 1, name: "listener" })];
  const heard: string[] = [];
  let wake = (): void => {};
  await sql.listen("news", (payload) => {
    heard.push(payload);
    wake();
  });
  const hear = async (payload: string): Promise<void> => {
    for (;;) {
      const woken = new Promise<void>((resolve) => (wake = resolve));
      await admin.notify("news", payload);
      await Promise.race([woken, delay(50)]);
      if (heard.includes(payload)) return;
    }
  };
  await hear("before");
  await admin`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'listener'`;
  await hear("after");
  expect(new Set(heard)).toEqual(new Set(["before", "after"]));
  await sql.end({ timeout: 5 });
});
