import { expect, test } from "vitest";
import { add, openShopping, placeOrder, shop } from "@/lib/cart/test-shopping";
import { openDatabase } from "@/lib/database/database";
import { createTestDatabase } from "@/lib/database/test-database";
import { newVisitor, type Visitor } from "@/lib/identity/visitor";
import { everything, forgetReadModels, projectInBatches, shopAtRandom } from "@/lib/projector/test-workload";
import { findOrder, findOrders, ordersPerPage, revenue } from "./queries";

async function openShop() {
  const database = await createTestDatabase();
  const sql = database.connect();
  const shopping = openShopping(sql);
  await forgetReadModels(sql);
  const buy = async (visitor: Visitor, ...skus: readonly string[]) => {
    await shop(shopping, visitor, ...skus.map((sku) => add(sku)));
    return placeOrder(shopping, visitor);
  };
  return {
    sql,
    db: openDatabase(database.connect()),
    shopping,
    buy,
    project: () => projectInBatches(sql, shopping.store, [everything]),
  };
}

test("an order keeps what was bought, for how much, by whom and where it goes", async () => {
  const { db, shopping, project } = await openShop();
  const visitor = newVisitor();
  await shop(shopping, visitor, add("hourglass", 2), add("inkwell"), { type: "applyPromoCode", code: "FIRSTFOLIO" });
  const { streamId } = await placeOrder(shopping, visitor);
  await project();

  const [closing] = (await shopping.store.readStream(streamId)).slice(-1);
  const orderId = streamId.slice("cart-".length);
  const found = await findOrder(db, visitor.owner, orderId);
  expect(found?.order).toMatchObject({
    orderId,
    cartStreamId: streamId,
    owner: visitor.owner,
    currency: "GBP",
    itemCount: 3,
    totals: { subtotal: 5800, discount: 580, shipping: 0, total: 5220 },
    total: 5220,
    promoCode: "FIRSTFOLIO",
    shipping: { method: "standard", name: "Standard post" },
    payment: { method: "card" },
    customer: { name: "Ada Clerk", address: { city: "York" } },
    position: closing?.position,
  });
  expect(found?.order.placedAt.toISOString()).toBe(closing?.recordedAt);
  expect(
    found?.lines.map(({ line, sku, name, unitPrice, quantity }) => [line, sku, name, unitPrice, quantity]),
  ).toEqual([
    [1, "hourglass", "Hourglass", 2500, 2],
    [2, "inkwell", "Inkwell", 800, 1],
  ]);
});

test("nobody finds another's order", async () => {
  const { db, buy, project } = await openShop();
  const { streamId } = await buy(newVisitor(), "hourglass");
  await project();
  expect(await findOrder(db, newVisitor().owner, streamId.slice("cart-".length))).toBeUndefined();
  expect(await findOrders(db, newVisitor().owner, 1)).toEqual({ orders: [], total: 0 });
});

test("orders are listed newest first, page by page", async () => {
  const { db, buy, project } = await openShop();
  const visitor = newVisitor();
  const placed: string[] = [];
  for (let n = 0; n < ordersPerPage + 2; n += 1) placed.unshift((await buy(visitor, "inkwell")).streamId);
  await buy(newVisitor(), "hourglass");
  await project();

  const [first, second] = [await findOrders(db, visitor.owner, 1), await findOrders(db, visitor.owner, 2)];
  expect([...first.orders, ...second.orders].map(({ cartStreamId }) => cartStreamId)).toEqual(placed);
  expect([first.orders.length, second.orders.length, first.total]).toEqual([ordersPerPage, 2, ordersPerPage + 2]);
});

test("the money taken is the sum of what the check-outs say", async () => {
  const { db, sql, shopping, project } = await openShop();
  expect(await revenue(db)).toEqual({ orders: 0, total: 0 });
  await shopAtRandom(shopping, { batches: 80 });
  await project();

  const [log] = await sql<{ orders: number; total: number }[]>`
    select count(*) as orders, sum((data #>> '{totals,total}')::bigint)::bigint as total from events where type = 'cartCheckedOut'`;
  expect(await revenue(db)).toEqual(log);
  const [lines] = await sql<
    { subtotal: number }[]
  >`select sum(unit_price * quantity)::bigint as subtotal from order_lines`;
  const [orders] = await sql<
    { subtotal: number }[]
  >`select sum((totals ->> 'subtotal')::bigint)::bigint as subtotal from orders`;
  expect(lines).toEqual(orders);
});
