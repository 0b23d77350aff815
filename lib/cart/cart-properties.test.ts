import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cartDecider, decide, evolve, initialState, type Cart, type CartCommand } from "./cart";
import { cartCommand, cartEvent, checkOutOf, statingCommand } from "./cart-arbitraries";
import { createCart } from "./cart-spec";
import { cartEventData, type CartEvent } from "./events";
import { shippingMethods } from "./shipping";
import { countItems, totalsOf } from "./totals";

const commands = fc.array(cartCommand, { maxLength: 40 });

function perform(cart: Cart, command: CartCommand): { readonly cart: Cart; readonly events: readonly CartEvent[] } {
  const decision = decide(command, cart);
  const events = decision.outcome === "decided" ? decision.events : [];
  return { cart: events.reduce(evolve, cart), events };
}

function cartAfter(history: readonly CartCommand[]): Cart {
  return [createCart(), ...history].reduce((cart, command) => perform(cart, command).cart, initialState);
}

function expectValid(cart: Cart): void {
  if (cart.status === "none") return;
  for (const { quantity, unitPrice } of cart.lines) {
    expect(Number.isSafeInteger(quantity) && quantity >= 1).toBe(true);
    expect(Number.isSafeInteger(unitPrice) && unitPrice >= 1).toBe(true);
  }
  const keys = cart.lines.map(({ sku, unitPrice }) => `${sku} at ${unitPrice}`);
  expect(new Set(keys).size).toBe(keys.length);
}

function expectAddedUp(cart: Cart): void {
  if (cart.status === "none") return;
  for (const delivery of [cart.delivery, ...shippingMethods.map((method) => method.delivery)]) {
    const { subtotal, discount, shipping, total } = totalsOf(cart.lines, cart.promo, delivery);
    for (const amount of [subtotal, discount, shipping, total])
      expect(Number.isSafeInteger(amount) && amount >= 0).toBe(true);
    expect(subtotal).toBe(
      cart.lines.map((line) => line.unitPrice * line.quantity).reduce((sum, price) => sum + price, 0),
    );
    expect(discount).toBeLessThanOrEqual(subtotal);
    expect([0, delivery.price]).toContain(shipping);
    expect(total).toBe(subtotal - discount + shipping);
  }
}

describe("whatever a shopper does", () => {
  test("the cart stays valid, its totals add up, and every event has the shape it is stored in", () => {
    fc.assert(
      fc.property(commands, (history) => {
        let cart = cartAfter([]);
        for (const command of history) {
          const step = perform(cart, command);
          for (const event of step.events)
            expect(cartEventData[event.type].safeParse(event.data).error).toBeUndefined();
          cart = step.cart;
          expectValid(cart);
          expectAddedUp(cart);
        }
      }),
      { numRuns: 400 },
    );
  });

  test("what was decided is what comes back from the log", () => {
    fc.assert(
      fc.property(commands, (history) => {
        const events: CartEvent[] = [];
        const cart = [createCart(), ...history].reduce((before, command) => {
          const step = perform(before, command);
          events.push(...step.events);
          return step.cart;
        }, initialState);
        const stored = JSON.parse(JSON.stringify(events)) as CartEvent[];
        expect(stored.reduce(evolve, initialState)).toEqual(cart);
      }),
    );
  });

  test("saying twice how it should be is as good as once", () => {
    fc.assert(
      fc.property(commands, statingCommand, (history, command) => {
        const { cart } = perform(cartAfter(history), command);
        expect(perform(cart, command).events).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  test("adding some and removing as many leaves the count as it was", () => {
    fc.assert(
      fc.property(commands, fc.integer({ min: 1, max: 99 }), (history, quantity) => {
        const before = cartAfter(history);
        const product = { name: "Almanac", unitPrice: 1250, available: 1_000, discontinued: false };
        const added = perform(before, { type: "addItem", sku: "almanac", quantity, product }).cart;
        const after = perform(added, { type: "removeItem", sku: "almanac", quantity }).cart;
        expect(after).toEqual(before);
        expect(
          added.status === "open" && before.status === "open" && countItems(added.lines) - countItems(before.lines),
        ).toBe(quantity);
      }),
    );
  });

  test("an order costs what the cart said, and nothing comes after it", () => {
    fc.assert(
      fc.property(commands, fc.nat(shippingMethods.length - 1), cartCommand, (history, shippingIndex, afterwards) => {
        const cart = cartAfter(history);
        const method = shippingMethods[shippingIndex];
        if (cart.status !== "open" || cart.lines.length === 0 || !method) return;
        const totals = totalsOf(cart.lines, cart.promo, method.delivery);
        expect(perform(cart, checkOutOf(totals.total + 1, shippingIndex)).events).toEqual([]);
        const { cart: closed, events } = perform(cart, checkOutOf(totals.total, shippingIndex));

        expect(events).toMatchObject([
          { type: "cartCheckedOut", data: { totals, lines: cart.lines, promo: cart.promo } },
        ]);
        expect(cartEventData.cartCheckedOut.safeParse(events[0]?.data).error).toBeUndefined();
        expect(decide(afterwards, closed)).toMatchObject({ outcome: "rejected", rejection: { code: "cart-closed" } });
      }),
      { numRuns: 300 },
    );
  });
});

describe("folding", () => {
  test("takes any events in any order, those of unknown types too, and never yields a line that can't be", () => {
    fc.assert(
      fc.property(fc.array(cartEvent, { maxLength: 40 }), (events) => {
        let cart = cartDecider.initialState;
        for (const event of events) {
          const before = structuredClone(cart);
          const after = evolve(cart, event);
          expect(cart).toEqual(before);
          expectValid(after);
          cart = after;
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test("an event of an unknown type changes nothing", () => {
    const cart = cartAfter([]);
    for (const type of ["giftWrapped", "__proto__", "constructor", ""]) {
      const unknown = { type, data: { sku: "hourglass", quantity: -3, status: "none" } } as unknown as CartEvent;
      expect(evolve(cart, unknown)).toEqual(cart);
      expect(evolve(initialState, unknown)).toEqual(initialState);
    }
  });
});
