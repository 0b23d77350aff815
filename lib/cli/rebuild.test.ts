import { once } from "node:events";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { openShopping } from "@/lib/cart/test-shopping";
import { createTestDatabase, type TestDatabase } from "@/lib/database/test-database";
import { WakeUp } from "@/lib/event-store/wake-up";
import { Projector } from "@/lib/projector/projector";
import { readTables, shopAtRandom } from "@/lib/projector/test-workload";
import { projections } from "@/lib/shop";
import { runCommand, startCommand } from "./test-command";

const commandOn = ({ url }: Pick<TestDatabase, "url">, args: readonly string[]) =>
  ({ name: "rebuild", args, environment: { DATABASE_URL: url } }) as const;
const runRebuild = (database: Pick<TestDatabase, "url">, args: readonly string[]) =>
  runCommand(commandOn(database, args));

async function openShop() {
  const database = await createTestDatabase();
  const sql = database.connect(4);
  const shopping = openShopping(sql);
  await shopAtRandom(shopping, { batches: 20 });
  await new Projector(sql, shopping.store, new WakeUp(sql), projections).prepare();
  return { database, sql, before: await readTables(sql) };
}

test("a read model that was tampered with is found by a dry run, and put right by a rebuild", async () => {
  const { database, sql, before } = await openShop();
  await sql`insert into product_figures values ('made-up', 7, 1, 1, 1)`;

  const tried = await runRebuild(database, ["--dry-run"]);
  expect(tried).toMatchObject({ code: 2, stderr: "" });
  expect(tried.stdout).toMatch(/^ {2}cart_summaries: the same$/m);
  expect(tried.stdout).toMatch(/^ {2}product_figures: 0 rows different, 1 only live, 0 only rebuilt$/m);
  expect(tried.stdout).toMatch(/^ {4}live {4}\{.*"sku":"made-up".*\}$/m);
  expect(await sql`select from product_figures where sku = 'made-up'`).toHaveLength(1);

  const rebuilt = await runRebuild(database, ["product-figures"]);
  expect(rebuilt).toEqual({ code: 0, stdout: "product-figures: rebuilt.\n", stderr: "" });
  expect(await readTables(sql)).toEqual(before);
  expect((await runRebuild(database, ["--dry-run", "product-figures"])).code).toBe(0);
});

test("Ctrl-C stops a rebuild, and leaves the live read models as they were", async () => {
  const { database, sql } = await openShop();
  await sql`update product_figures set added = added + 1`;
  const before = await readTables(sql);
  const held = database.connect(1);
  const child = startCommand(commandOn(database, []));
  const exited = once(child, "exit");
  await held.begin(async (tx) => {
    // Whoever has this lock rebuilds; the command waits for it.
    await tx`select pg_advisory_xact_lock(6710888)`;
    for (let isWaiting = false; !isWaiting;) {
      const [row] = await sql<{ is_waiting: boolean }[]>`
        select count(*) > 0 as is_waiting from pg_stat_activity
        where datname = current_database() and application_name = 'cartulary-rebuild'`;
      isWaiting = row?.is_waiting ?? false;
    }
    child.kill("SIGINT");
    expect(await text(child.stderr)).toMatch(/Stopped\. What was not finished is as it was\./);
  });
  expect((await exited)[0]).toBe(130);
  expect(await readTables(sql)).toEqual(before);
});

test.each([
  ["an unknown projection", ["lists"]],
  ["an unknown option", ["--fast"]],
  ["two", ["orders", "orders"]],
])("%s is answered with how to call it", async (_, args) => {
  const { code, stderr } = await runRebuild({ url: "postgres://nobody@127.0.0.1:1/none" }, args);
  expect(code).toBe(1);
  expect(stderr).toMatch(/npm run rebuild -- \[PROJECTION\] \[--dry-run\]/);
  expect(stderr).toMatch(/cart-summaries, orders or product-figures/);
});
