import { expect, test } from "vitest";
import { add, openShopping, shop } from "@/lib/cart/test-shopping";
import { createTestDatabase } from "@/lib/database/test-database";
import { WakeUp } from "@/lib/event-store/wake-up";
import { newVisitor } from "@/lib/identity/visitor";
import { Projector } from "@/lib/projector/projector";
import { newPoison, poisoned, positionsOf, readParked } from "@/lib/projector/test-poison";
import { expectedTables, readTables } from "@/lib/projector/test-workload";
import { projections } from "@/lib/shop";
import { runCommand } from "./test-command";

const runRelease = (url: string, args: readonly string[]) =>
  runCommand({ name: "release", args, environment: { DATABASE_URL: url } });

/** A shop in which two carts are parked from their second event on, in every projection. */
async function openShop() {
  const [database, rebuilt] = [await createTestDatabase(), await createTestDatabase()];
  const sql = database.connect(4);
  const shopping = openShopping(sql);
  const wakeUp = new WakeUp(sql);
  await new Projector(sql, shopping.store, wakeUp, projections).prepare();
  const carts = [];
  for (const visitor of [newVisitor(), newVisitor()]) {
    await shop(shopping, visitor, add("hourglass", 2));
    carts.push((await shop(shopping, visitor, add("inkwell"))).streamId);
  }
  const poison = newPoison((event) => event.version === 2);
  await new Projector(sql, shopping.store, wakeUp, poisoned(poison)).catchUp();
  return { url: database.url, sql, carts, expected: await expectedTables(sql, rebuilt.connect(2)) };
}

test("what is parked is listed, replayed stream by stream, and then as if nothing had failed", async () => {
  const { url, sql, carts, expected } = await openShop();
  const [first = "", second = ""] = carts;
  const [, from] = await positionsOf(sql, first);

  const listed = await runRelease(url, []);
  expect(listed).toMatchObject({ code: 0, stderr: "" });
  expect(listed.stdout.trim().split("\n")).toHaveLength(2 * projections.length);
  expect(listed.stdout).toMatch(
    new RegExp(
      `^cart-summaries: ${first} is parked from position ${from} on, 2 events \\(can't read event ${from}\\)$`,
      "m",
    ),
  );

  const released = await runRelease(url, ["cart-summaries", first]);
  expect(released).toMatchObject({ code: 0, stderr: "" });
  expect(released.stdout).toMatch(new RegExp(`^cart-summaries: ${first}: 2 events released, 0 still parked\\.$`, "m"));
  expect((await readParked(sql, "cart-summaries")).map(({ stream_id }) => stream_id)).toEqual([second, second]);

  const all = await runRelease(url, ["--all"]);
  expect(all).toMatchObject({ code: 0, stderr: "" });
  expect(all.stdout).toMatch(/^Nothing is parked\.$/m);
  expect(await readTables(sql)).toEqual(expected);
});

test("an event that fails again stays parked, and a stream that isn't parked is named", async () => {
  const { url, sql, carts } = await openShop();
  const [first = ""] = carts;
  await sql`alter table cart_summaries add constraint no_inkwells check (item_count < 3)`;
  const tried = await runRelease(url, ["cart-summaries", first, "cart-of-nobody"]);
  expect(tried).toMatchObject({ code: 2, stderr: "cart-of-nobody is not parked.\n" });
  expect(tried.stdout).toMatch(new RegExp(`^cart-summaries: ${first} is parked from .* \\(.*no_inkwells.*\\)$`, "m"));
});

test.each([
  ["a projection without a stream", ["orders"]],
  ["an unknown projection", ["lists", "cart-1"]],
  ["all, and one as well", ["--all", "orders", "cart-1"]],
  ["an unknown option", ["--fast"]],
])("%s is answered with how to call it", async (_, args) => {
  const { code, stderr } = await runRelease("postgres://nobody@127.0.0.1:1/none", args);
  expect(code).toBe(1);
  expect(stderr).toMatch(/npm run release -- PROJECTION STREAM/);
});
