import { expect, test } from "vitest";
import { isCartEvent, type CartEvent } from "@/lib/cart/events";
import { cartDecider } from "@/lib/cart/cart";
import { add, openShopping, placeOrder, shop } from "@/lib/cart/test-shopping";
import { openDatabase } from "@/lib/database/database";
import { createTestDatabase } from "@/lib/database/test-database";
import { loadStream } from "@/lib/event-store/test-events";
import { newVisitor } from "@/lib/identity/visitor";
import { everything, forgetReadModels, projectInBatches, shopAtRandom } from "@/lib/projector/test-workload";
import { productInterest } from "./queries";

async function openShop() {
  const database = await createTestDatabase();
  const sql = database.connect();
  const shopping = openShopping(sql);
  await forgetReadModels(sql);
  return {
    sql,
    db: openDatabase(database.connect()),
    shopping,
    project: () => projectInBatches(sql, shopping.store, [everything]),
  };
}

test("a product is in as many carts as hold it now, and was bought as often as it was paid for", async () => {
  const { db, shopping, project } = await openShop();
  const [keeper, leaver, buyer] = [newVisitor(), newVisitor(), newVisitor()];
  await shop(shopping, keeper, add("hourglass", 2), add("hourglass"));
  await shop(shopping, leaver, add("hourglass", 5), { type: "removeItem", sku: "hourglass" });
  await shop(shopping, buyer, add("hourglass", 4), add("inkwell"));
  await project();
  expect(await productInterest(db, "hourglass")).toEqual({ carts: 2, bought: 0 });

  await placeOrder(shopping, buyer);
  await project();
  expect(await productInterest(db, "hourglass")).toEqual({ carts: 1, bought: 4 });
  expect(await productInterest(db, "inkwell")).toEqual({ carts: 0, bought: 1 });
  expect(await productInterest(db, "unheard-of")).toEqual({ carts: 0, bought: 0 });
});

test("figures count every unit that was put in, taken out and bought", async () => {
  const { sql, shopping, project } = await openShop();
  const visitor = newVisitor();
  await shop(shopping, visitor, add("hourglass", 2), { type: "changeItemQuantity", sku: "hourglass", quantity: 6 });
  await shop(
    shopping,
    visitor,
    { type: "changeItemQuantity", sku: "hourglass", quantity: 5 },
    { type: "removeItem", sku: "hourglass", quantity: 2 },
  );
  await placeOrder(shopping, visitor);
  await project();

  expect(await sql`select * from product_figures`).toEqual([
    { sku: "hourglass", added: 6, removed: 3, bought: 3, revenue: 7500 },
  ]);
  expect(await sql`select * from products_in_carts`).toEqual([]);
});

test("after a busy day the tables say what folding all events says", async () => {
  const { sql, shopping, project } = await openShop();
  await shopAtRandom(shopping);
  await project();

  const streams = await sql<{ stream_id: string }[]>`select distinct stream_id from events`;
  const carts = await Promise.all(streams.map(({ stream_id }) => loadStream(shopping.store, cartDecider, stream_id)));
  const held = carts.flatMap(({ streamId, state }) => {
    if (state.status !== "open") return [];
    const skus = [...new Set(state.lines.map(({ sku }) => sku))];
    const quantityOf = (sku: string) =>
      state.lines.filter((line) => line.sku === sku).reduce((sum, line) => sum + line.quantity, 0);
    return skus.map((sku) => ({ sku, stream_id: streamId, quantity: quantityOf(sku) }));
  });
  const rows = await sql<
    { sku: string; stream_id: string; quantity: number }[]
  >`select sku, stream_id, quantity from products_in_carts`;
  const byKey = (a: { sku: string; stream_id: string }, b: { sku: string; stream_id: string }) =>
    a.sku + a.stream_id < b.sku + b.stream_id ? -1 : 1;
  expect([...rows].toSorted(byKey)).toEqual(held.toSorted(byKey));

  const events = (await shopping.store.readAll(0, 1_000_000, 100_000)).filter(isCartEvent).map(({ event }) => event);
  for (const figures of await sql<
    { sku: string; added: number; removed: number; bought: number; revenue: number }[]
  >`select * from product_figures`) {
    const moves = events.map((event) => moveOf(event, figures.sku));
    expect(figures.added).toBe(moves.reduce((sum, move) => sum + Math.max(0, move), 0));
    expect(figures.removed).toBe(moves.reduce((sum, move) => sum + Math.max(0, -move), 0));
    const bought = events
      .flatMap((event) => (event.type === "cartCheckedOut" ? event.data.lines : []))
      .filter(({ sku }) => sku === figures.sku);
    expect(figures.bought).toBe(bought.reduce((sum, line) => sum + line.quantity, 0));
    expect(figures.revenue).toBe(bought.reduce((sum, line) => sum + line.quantity * line.unitPrice, 0));
  }
});

/** How many of a product an event puts into a cart; negative when it takes some out. */
function moveOf(event: CartEvent, sku: string): number {
  if (!("sku" in event.data) || event.data.sku !== sku) return 0;
  switch (event.type) {
    case "addedItemToCart":
      return event.data.quantity;
    case "itemQuantityChanged":
      return event.data.to - event.data.from;
    case "itemRemovedFromCart":
      return -event.data.quantity;
    default:
      return 0;
  }
}
