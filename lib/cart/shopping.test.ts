import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createTestDatabase } from "@/lib/database/test-database";
import { derivedId } from "@/lib/event-store/derived-id";
import { newVisitor } from "@/lib/identity/visitor";
import { Projector } from "@/lib/projector/projector";
import { WakeUp } from "@/lib/event-store/wake-up";
import { cartSummaryProjection } from "./read-model";
import { loadCurrentCart, sendToCart, type CartReply } from "./shopping";
import { add, openShopping, placeOrder, shop } from "./test-shopping";

async function openShop() {
  const database = await createTestDatabase();
  const sql = database.connect();
  const projector = new Projector(sql, openShopping(sql).store, new WakeUp(sql), [cartSummaryProjection]);
  return { database, sql, shopping: openShopping(sql), projector, visitor: newVisitor() };
}

function outcomesOf(reply: CartReply): string[] {
  return reply.outcomes.map((outcome) => (outcome.outcome === "rejected" ? outcome.rejection.code : outcome.outcome));
}

function linesOf({ state }: Pick<CartReply, "state">): [string, number][] {
  return state.status === "none" ? [] : state.lines.map(({ sku, quantity }) => [sku, quantity]);
}

describe("a shopper's cart", () => {
  test("begins with the first item, and both are one commit", async () => {
    const { shopping, visitor } = await openShop();
    const reply = await shop(shopping, visitor, add("hourglass"));

    expect(outcomesOf(reply)).toEqual(["accepted"]);
    const stored = await shopping.store.readStream(reply.streamId);
    expect(stored.map(({ event }) => event.type)).toEqual(["createdCart", "addedItemToCart"]);
    expect(stored[0]?.event.data).toMatchObject({ owner: visitor.owner });
    expect(stored.map(({ metadata }) => metadata.actor)).toEqual([visitor.owner, visitor.owner]);
  });

  test("does not begin with something that is refused or changes nothing", async () => {
    const { shopping, visitor, sql } = await openShop();
    const reply = await shop(shopping, visitor, add("globe"), add("unheard-of"), { type: "removePromoCode" });

    expect(outcomesOf(reply)).toEqual(["out-of-stock", "unknown-product", "unchanged"]);
    expect(reply.state).toEqual({ status: "none" });
    expect(await sql`select from events`).toHaveLength(0);
  });

  test("takes what it can of a batch, in order", async () => {
    const { shopping, visitor } = await openShop();
    const reply = await shop(
      shopping,
      visitor,
      add("globe"),
      add("sealing-wax", 2),
      add("sealing-wax", 2),
      add("hourglass"),
      {
        type: "changeItemQuantity",
        sku: "sealing-wax",
        quantity: 3,
      },
    );
    expect(outcomesOf(reply)).toEqual(["out-of-stock", "accepted", "not-enough-stock", "accepted", "accepted"]);
    expect(linesOf(reply)).toEqual([
      ["sealing-wax", 3],
      ["hourglass", 1],
    ]);
  });

  test("takes a promo code however it is written", async () => {
    const { shopping, visitor } = await openShop();
    const reply = await shop(shopping, visitor, add("hourglass"), { type: "applyPromoCode", code: "firstFolio" });
    expect(reply.state).toMatchObject({ promo: { code: "FIRSTFOLIO" } });
  });

  test("counts 20 items that 20 tabs add at once, though none of them has a cart yet", async () => {
    const { database, visitor, shopping } = await openShop();
    const tabs = Array.from({ length: 20 }, () => openShopping(database.connect(1)));
    const replies = await Promise.all(tabs.map((tab) => shop(tab, visitor, add("hourglass"))));

    expect(replies.flatMap(outcomesOf)).toEqual(Array(20).fill("accepted"));
    const cart = await loadCurrentCart(shopping, visitor);
    expect(linesOf(cart)).toEqual([["hourglass", 20]]);
    expect(cart.version).toBe(21);
  });

  test("is nobody else's: two visitors never meet in one", async () => {
    const { shopping } = await openShop();
    const [one, other] = [newVisitor(), newVisitor()];
    const first = await shop(shopping, one, add("hourglass", 2));
    const second = await shop(shopping, other, add("inkwell"), { type: "removeItem", sku: "hourglass" });

    expect(second.streamId).not.toBe(first.streamId);
    expect(linesOf(await loadCurrentCart(shopping, one))).toEqual([["hourglass", 2]]);
    expect(linesOf(await loadCurrentCart(shopping, other))).toEqual([["inkwell", 1]]);
    const actors = (await shopping.store.readStream(first.streamId)).map(({ metadata }) => metadata.actor);
    expect(new Set(actors)).toEqual(new Set([one.owner]));
  });

  test("is where it was for a visitor from the time when ids had no time in them", async () => {
    const { shopping } = await openShop();
    const id = "3d1f2a6e-58c4-4b0d-9a57-0c6be2f41d83";
    const reply = await shop(shopping, { id, owner: `visitor:${id}` }, add("hourglass"));
    expect(reply.streamId).toBe("cart-e929f2f0-9b27-5fac-bd22-7be3bf4e6165");
  });

  test("tells nothing to a stranger who sends the id of one of its commands", async () => {
    const { shopping, visitor } = await openShop();
    const message = { commandId: randomUUID(), request: add("hourglass") };
    const { streamId } = await sendToCart(shopping, visitor, [message], randomUUID());
    const before = await shopping.store.readStream(streamId);

    const stolen = await sendToCart(shopping, newVisitor(), [message], randomUUID());

    expect(stolen.outcomes).toMatchObject([{ outcome: "rejected", rejection: { code: "command-taken" } }]);
    expect(await shopping.store.readStream(streamId)).toEqual(before);
  });

  test("can't be peeped into or blocked by a stranger who knows an order's id, from which the ids of carts follow", async () => {
    const { shopping, visitor } = await openShop();
    await shop(shopping, visitor, add("hourglass"));
    const { streamId } = await placeOrder(shopping, visitor);
    const orderId = streamId.slice("cart-".length);
    const stranger = newVisitor();
    for (const commandId of [orderId, derivedId("next", orderId)]) {
      const reply = await sendToCart(shopping, stranger, [{ commandId, request: add("inkwell") }], randomUUID());
      expect(JSON.stringify(reply)).not.toContain(visitor.id);
    }

    const next = await shop(shopping, visitor, add("inkwell"));

    expect(next.streamId).toBe(`cart-${derivedId("next", orderId)}`);
    expect(linesOf(next)).toEqual([["inkwell", 1]]);
  });
});

describe.each(["without a read model", "with the read model up to date"])("after a check-out, %s", (setting) => {
  async function checkedOut() {
    const opened = await openShop();
    const { shopping, visitor, projector } = opened;
    const message = { commandId: randomUUID(), request: add("hourglass", 2) };
    const first = await sendToCart(shopping, visitor, [message], randomUUID());
    expect(outcomesOf(await placeOrder(shopping, visitor))).toEqual(["accepted"]);
    await projector.prepare();
    const isUpToDate = setting.startsWith("with the");
    if (isUpToDate) await projector.catchUp();
    else await opened.sql`delete from cart_summaries`;
    return { ...opened, message, first };
  }

  test("the next item goes to a new cart, and two devices agree on which", async () => {
    const { database, shopping, visitor, first } = await checkedOut();
    const [phone, desk] = [openShopping(database.connect(1)), openShopping(database.connect(1))];
    const replies = await Promise.all([shop(phone, visitor, add("inkwell")), shop(desk, visitor, add("inkwell"))]);

    expect(replies[0].streamId).toBe(replies[1].streamId);
    expect(replies[0].streamId).not.toBe(first.streamId);
    expect(linesOf(await loadCurrentCart(shopping, visitor))).toEqual([["inkwell", 2]]);
    expect(await shopping.store.readStream(first.streamId)).toHaveLength(3);
  });

  test("a command of before, sent again, is answered with its first events, also while the next cart is in use", async () => {
    const { shopping, visitor, message, first } = await checkedOut();
    const events = first.outcomes.flatMap((outcome) => (outcome.outcome === "accepted" ? outcome.events : []));
    const early = await sendToCart(shopping, visitor, [message], randomUUID());
    expect(early.outcomes).toEqual([{ commandId: message.commandId, outcome: "accepted", events }]);
    expect(early.version).toBe(0);

    await shop(shopping, visitor, add("inkwell"));
    const late = await sendToCart(
      shopping,
      visitor,
      [message, { commandId: randomUUID(), request: add("inkwell") }],
      randomUUID(),
    );

    expect(late.outcomes[0]).toEqual({ commandId: message.commandId, outcome: "accepted", events });
    expect(linesOf(late)).toEqual([["inkwell", 2]]);
    expect(await shopping.store.readStream(first.streamId)).toHaveLength(3);
  });

  test("five orders in a row leave five carts, each with what was bought", async () => {
    const { shopping, visitor, projector, sql, first } = await checkedOut();
    for (const quantity of [1, 2, 3, 4]) {
      await shop(shopping, visitor, add("inkwell", quantity));
      await placeOrder(shopping, visitor);
    }
    await projector.catchUp();
    const streams = await sql<{ stream_id: string }[]>`select distinct stream_id from events`;
    expect(streams).toHaveLength(5);
    expect(streams.map((row) => row.stream_id)).toContain(first.streamId);
    expect((await loadCurrentCart(shopping, visitor)).state).toEqual({ status: "none" });
  });
});

describe("a moment of a shopper's own history", () => {
  test("starts a new cart once, however often it is asked for, and sets the old one aside", async () => {
    const { shopping, visitor } = await openShop();
    const { streamId } = await shop(shopping, visitor, add("hourglass", 2), add("inkwell"));
    const fork = { commandId: randomUUID(), request: { type: "forkCart", streamId, version: 2 } as const };

    const replies = [];
    for (let time = 0; time < 3; time += 1) replies.push(await sendToCart(shopping, visitor, [fork], randomUUID()));
    const current = await loadCurrentCart(shopping, visitor);

    expect(current.streamId).not.toBe(streamId);
    expect(linesOf(current)).toEqual([["hourglass", 2]]);
    expect((await shopping.carts.latest(streamId)).state).toMatchObject({ status: "setAside", lines: [{}, {}] });
    expect(replies.map((reply) => outcomesOf(reply))).toEqual([["accepted"], ["accepted"], ["accepted"]]);
    expect(await shopping.store.readStream(current.streamId)).toHaveLength(2);
  });

  test("comes back with its reason, in the cart of now", async () => {
    const { shopping, visitor } = await openShop();
    const { streamId } = await shop(shopping, visitor, add("hourglass", 2), add("inkwell"));
    const reply = await shop(shopping, visitor, { type: "restoreCart", streamId, version: 2 });

    expect(linesOf(reply)).toEqual([["hourglass", 2]]);
    const stored = await shopping.store.readStream(streamId, { after: 3 });
    expect(stored.map(({ event, metadata }) => [event.type, metadata.reason])).toEqual([
      ["itemRemovedFromCart", "Back to event 2"],
    ]);
  });

  test("is nobody else's to take, and one that never was is refused", async () => {
    const { shopping, visitor } = await openShop();
    const { streamId } = await shop(shopping, visitor, add("hourglass"));
    const stranger = newVisitor();
    await shop(shopping, stranger, add("inkwell"));
    const taken = await shop(shopping, stranger, { type: "restoreCart", streamId, version: 2 });
    const future = await shop(shopping, visitor, { type: "restoreCart", streamId, version: 99 });

    expect(outcomesOf(taken)).toEqual(["unknown-moment"]);
    expect(outcomesOf(future)).toEqual(["unknown-moment"]);
    expect(linesOf(await loadCurrentCart(shopping, stranger))).toEqual([["inkwell", 1]]);
  });
});
