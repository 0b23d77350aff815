import { randomUUID } from "node:crypto";
import { cartDecider, type Cart, type CartCommand, type ProductFacts } from "@/lib/cart/cart";
import { cartCategory, cartSchemaVersionOf, type CartEvent } from "@/lib/cart/events";
import { shippingMethods, standardShipping } from "@/lib/cart/shipping";
import { totalsOf } from "@/lib/cart/totals";
import { clocks } from "@/lib/catalog/seed/clocks";
import { hourglasses } from "@/lib/catalog/seed/hourglasses";
import { inks } from "@/lib/catalog/seed/inks";
import { notebooks } from "@/lib/catalog/seed/notebooks";
import { promoCodes } from "@/lib/catalog/seed/promo-codes";
import { eventIdOf } from "@/lib/event-store/derived-id";
import { streamIdOf, type Append, type NewEvent } from "@/lib/event-store/event";
import { seededRandom, type Random } from "./random";

const products = [...notebooks, ...inks, ...hourglasses, ...clocks];
const facts: Readonly<Record<string, ProductFacts>> = Object.fromEntries(
  products.map(({ sku, name, price }) => [sku, { name, unitPrice: price, available: 1_000_000, discontinued: false }]),
);
/** Carts that are being filled at any time. */
const mostOpenCarts = 200;

/**
 * Appends to carts that hold at least `events` events, as the cart's decider makes them of what shoppers do. Each append is
 * one visit of one to six commands; the visits of many shoppers alternate. The same for the same `events`, but for the ids.
 */
export function shopHistory(events: number): readonly Append<CartEvent>[] {
  const random = seededRandom(1);
  const open: ShopperCart[] = [];
  const appends: Append<CartEvent>[] = [];
  for (let count = 0; count < events;) {
    if (open.length < mostOpenCarts) open.push(new ShopperCart(random));
    const cart = random.pick(open);
    const append = cart.visit();
    if (append.events.length > 0) appends.push(append);
    count += append.events.length;
    if (cart.isDone) open.splice(open.indexOf(cart), 1);
  }
  return appends;
}

/** A cart as its shopper fills it, visit by visit, until they check out or lose interest. */
class ShopperCart {
  readonly #random: Random;
  readonly #id = randomUUID();
  readonly #owner = `visitor:${randomUUID()}`;
  #state: Cart = cartDecider.initialState;
  #version = 0;
  #visitsLeft: number;
  isDone = false;

  constructor(random: Random) {
    this.#random = random;
    this.#visitsLeft = random.upTo(4);
  }

  visit(): Append<CartEvent> {
    const expectedVersion = this.#version;
    const events: NewEvent<CartEvent>[] = [];
    if (this.#state.status === "none") events.push(...this.#send(this.#opening()));
    for (let left = this.#random.upTo(6); left > 0; left -= 1) events.push(...this.#send(this.#wish()));
    this.#visitsLeft -= 1;
    this.isDone = this.#visitsLeft === 0;
    if (this.isDone && this.#random.chance(0.4)) events.push(...this.#send(this.#checkOut()));
    return { streamId: streamIdOf(cartCategory, this.#id), expectedVersion, events };
  }

  #send(command: CartCommand): NewEvent<CartEvent>[] {
    const decision = cartDecider.decide(command, this.#state);
    if (decision.outcome !== "decided") return [];
    this.#state = decision.events.reduce(cartDecider.evolve, this.#state);
    this.#version += decision.events.length;
    const [commandId, correlationId] = [randomUUID(), randomUUID()];
    return decision.events.map((event, index) => ({
      eventId: eventIdOf(commandId, index),
      event,
      schemaVersion: cartSchemaVersionOf(event.type),
      metadata: { actor: this.#owner, commandId, correlationId },
    }));
  }

  #opening(): CartCommand {
    return { type: "createCart", owner: this.#owner, currency: "GBP", delivery: standardShipping.delivery };
  }

  #wish(): CartCommand {
    const { sku } = this.#random.pick(products);
    const held = this.#state.status === "open" ? this.#state.lines : [];
    const line = held.length > 0 ? this.#random.pick(held) : undefined;
    const dice = this.#random.upTo(10);
    if (!line || dice <= 5) {
      return { type: "addItem", sku, quantity: this.#random.upTo(3), product: facts[sku] ?? null };
    }
    if (dice <= 7) {
      const quantity = this.#random.upTo(6);
      return { type: "changeItemQuantity", sku: line.sku, quantity, product: facts[line.sku] ?? null };
    }
    if (dice <= 9) return { type: "removeItem", sku: line.sku };
    const { code, discount, minimum } = this.#random.pick(promoCodes);
    return { type: "applyPromoCode", code, promo: { code, discount, minimum } };
  }

  #checkOut(): CartCommand {
    const shipping = this.#random.pick(shippingMethods);
    const cart = this.#state;
    const expectedTotal = cart.status === "open" ? totalsOf(cart.lines, cart.promo, shipping.delivery).total : 0;
    const order = { orderId: this.#id, orderNumber: this.#id.slice(0, 8), customer: null, expectedTotal };
    return { type: "checkOut", ...order, shipping, payment: { method: "card", reference: "bench" }, products: facts };
  }
}
