import { expect, test } from "vitest";
import { newVisitor } from "@/lib/identity/visitor";
import { add, openShopping, shop } from "@/lib/cart/test-shopping";
import { createTestDatabase } from "@/lib/database/test-database";
import { appendWithin, newStreamId, note } from "@/lib/event-store/test-events";
import { WakeUp } from "@/lib/event-store/wake-up";
import { Projector } from "@/lib/projector/projector";
import { newPoison, poisoned } from "@/lib/projector/test-poison";
import { projections } from "@/lib/shop";
import { readHealth } from "./health";

async function openShop(projected = projections) {
  const database = await createTestDatabase();
  const sql = database.connect(4);
  const shopping = openShopping(sql);
  const { store } = shopping;
  const projector = new Projector(sql, store, new WakeUp(sql), projections);
  await projector.prepare();
  const { position, streamId } = await shop(shopping, newVisitor(), add("hourglass"));
  const following = new Projector(sql, store, new WakeUp(sql), projected);
  await following.catchUp();
  return { database, sql, store, projector: following, position, streamId };
}

test("a shop whose read models are up to date is well", async () => {
  const opened = await openShop();
  const status = { position: opened.position, lag: 0 };
  expect(await readHealth(opened)).toEqual({
    status: "ok",
    head: opened.position,
    projections: { "cart-summaries": status, orders: status, "product-figures": status },
  });
});

test("an append that hangs is told, while the shop goes on taking others", async () => {
  const opened = await openShop();
  const hung = opened.database.connect(1);
  await hung.begin(async (tx) => {
    await appendWithin(tx, newStreamId(), note("hangs"));
    expect(await readHealth(opened)).toMatchObject({
      status: "degraded",
      reason: "An append has been open for too long; the read models wait for it.",
      head: opened.position,
      projections: { orders: { position: opened.position, lag: 0 } },
    });
    const append = { streamId: newStreamId(), expectedVersion: 0, events: [note("goes on")] };
    expect(await opened.store.append(append)).toMatchObject({ outcome: "appended" });
  });
  expect(await readHealth(opened)).toMatchObject({ status: "ok", head: opened.position + 2 });
});

test("parked events are told, with how many there are", async () => {
  const opened = await openShop(poisoned(newPoison((event) => event.version === 2)));
  expect(await readHealth(opened)).toMatchObject({
    status: "degraded",
    reason: "Events that failed are parked in cart-summaries, orders, product-figures.",
    projections: { orders: { lag: 0, parked: 1 } },
  });
});

test("a database that is away is told", async () => {
  const opened = await openShop();
  await opened.sql.end();
  expect(await readHealth(opened)).toEqual({ status: "unavailable", reason: "The database does not answer." });
});
