import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { countItems } from "@/lib/cart/totals";
import type { CartMessage } from "@/lib/cart/prediction";
import type { CartRequest } from "@/lib/cart/requests";
import { loadCurrentCart, sendToCart, type Shopping } from "@/lib/cart/shopping";
import { add, openShopping, shelf, shop } from "@/lib/cart/test-shopping";
import { createTestDatabase } from "@/lib/database/test-database";
import { newVisitor, type Visitor } from "@/lib/identity/visitor";
import type { CartSnapshot } from "./cart-snapshot";
import { CartStore, type CartStoreOptions } from "./cart-store";
import { linesOf } from "./lines-of";

type Fate = "answered" | "lost on the way there" | "lost on the way back";

async function snapshotOf(shopping: Shopping, visitor: Visitor): Promise<CartSnapshot> {
  const { streamId, version, state } = await loadCurrentCart(shopping, visitor);
  return { owner: visitor.owner, streamId, version, cart: state, products: shelf, formToken: randomUUID() };
}

/** A store whose messages to the real server meet these fates, one after the other, and then none. */
async function openStore(shopping: Shopping, visitor: Visitor, fates: Fate[] = [], storage = memoryStorage()) {
  const batches: (readonly CartMessage[])[] = [];
  const rejections: string[] = [];
  const send: CartStoreOptions["send"] = async ({ commands }) => {
    batches.push(commands);
    const fate = fates.shift() ?? "answered";
    if (fate === "lost on the way there") throw new Error("connection refused");
    const reply = await sendToCart(shopping, visitor, commands, randomUUID());
    if (fate === "lost on the way back") throw new Error("connection reset");
    return { ok: true, ...reply };
  };
  const store = new CartStore(await snapshotOf(shopping, visitor), {
    send,
    fetchSnapshot: () => snapshotOf(shopping, visitor),
    onRejected: ({ code }) => rejections.push(code),
    storage,
    newId: randomUUID,
  });
  return { store, batches, rejections };
}

function memoryStorage(): CartStoreOptions["storage"] {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}

test("twenty clicks show at once, travel in few batches and count twenty", async () => {
  const shopping = openShopping((await createTestDatabase()).connect());
  const visitor = newVisitor();
  const { store, batches } = await openStore(shopping, visitor);
  for (let click = 0; click < 20; click += 1) store.submit(add("hourglass"));
  expect(countItems(linesOf(store.view().cart))).toBe(20);
  expect(store.view().unconfirmed).toBe(20);
  await store.settled();
  expect(batches.length).toBeLessThan(5);
  expect(store.view().cart).toEqual((await loadCurrentCart(shopping, visitor)).state);
  expect(countItems(linesOf(store.view().cart))).toBe(20);
});

test("what can't be had is refused on the spot and never sent", async () => {
  const shopping = openShopping((await createTestDatabase()).connect());
  const { store, batches, rejections } = await openStore(shopping, newVisitor());
  expect(store.submit(add("globe"))).toBe(false);
  expect(store.submit(add("sealing-wax", 4))).toBe(false);
  expect(rejections).toEqual(["out-of-stock", "not-enough-stock"]);
  expect(batches).toEqual([]);
});

test("a page that was reloaded in mid-flight takes up its messages and counts them once", async () => {
  const shopping = openShopping((await createTestDatabase()).connect());
  const visitor = newVisitor();
  const storage = memoryStorage();
  const before = await openStore(shopping, visitor, ["lost on the way back", "lost on the way there"], storage);
  before.store.submit(add("hourglass", 2));
  before.store.submit(add("inkwell"));
  const kept = storage.getItem("cartulary-unconfirmed") ?? "";
  await before.store.settled();

  storage.setItem("cartulary-unconfirmed", kept);
  const after = await openStore(shopping, visitor, [], storage);
  after.store.recover();
  expect(after.store.view().unconfirmed).toBe(2);
  await after.store.settled();
  expect(countItems(linesOf(after.store.view().cart))).toBe(3);
  expect(after.store.view().cart).toEqual((await loadCurrentCart(shopping, visitor)).state);
});

const request: fc.Arbitrary<CartRequest> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(add("hourglass"), add("inkwell", 2), add("sealing-wax")) },
  fc.constantFrom<CartRequest>(
    { type: "removeItem", sku: "hourglass", quantity: 1 },
    { type: "removeItem", sku: "inkwell" },
    { type: "changeItemQuantity", sku: "hourglass", quantity: 3 },
    { type: "applyPromoCode", code: "CARRIER" },
    { type: "removePromoCode" },
  ),
);
const fate = fc.constantFrom<Fate>("answered", "lost on the way there", "lost on the way back");
const step = fc.record({ request, elsewhere: fc.boolean() });

test("whatever gets lost, and whatever another tab does, the page ends up showing what the log says, each click counted once", async () => {
  const shopping = openShopping((await createTestDatabase()).connect());
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 8 }), fc.array(fate, { maxLength: 2 }), async (steps, fates) => {
      const visitor = newVisitor();
      const { store, batches } = await openStore(shopping, visitor, fates);
      for (const { request, elsewhere } of steps) {
        if (elsewhere) await shop(shopping, visitor, request);
        else store.submit(request);
      }
      await store.settled();
      await store.refresh();
      const { streamId, state } = await loadCurrentCart(shopping, visitor);
      const events = await shopping.store.readStream(streamId);
      expect(store.view().cart).toEqual(state);
      for (const { commandId, request } of batches.flat()) {
        if (request.type !== "addItem" || request.sku === "sealing-wax") continue;
        expect(events.filter((stored) => stored.metadata.commandId === commandId)).toHaveLength(1);
      }
    }),
    { numRuns: 15 },
  );
}, 60_000);
