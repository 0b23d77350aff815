import fc from "fast-check";
import type { CartCommand, ProductFacts } from "./cart";
import { checkOut, createdCart, fiverFromThirty, removePromoCode, tenPercent } from "./cart-spec";
import type { CartEvent, Line, PromoTerms } from "./events";
import type { CartRequest } from "./requests";
import { shippingMethods } from "./shipping";

// What may come to a cart, for property tests. Few products, so that commands meet each other.

const skus = ["hourglass", "inkwell", "sealing-wax", "constructor"] as const;
const prices = [1, 800, 2500, 1_999_999] as const;
const freeDelivery: PromoTerms = { code: "CARRIER", discount: { kind: "freeDelivery" }, minimum: 0 };
const everything: PromoTerms = { code: "GRATIS", discount: { kind: "percent", percent: 100 }, minimum: 0 };

const sku = fc.constantFrom(...skus);
const price = fc.constantFrom(...prices);
const quantity = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 6 }) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 999 }) },
);
const anyQuantity = fc.oneof(
  { weight: 6, arbitrary: quantity },
  { weight: 1, arbitrary: fc.constantFrom(0, -0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53) },
);
const chosenPrice = fc.option(price, { nil: undefined });

const facts: fc.Arbitrary<ProductFacts> = fc.record({
  name: fc.constantFrom("Hourglass", "Inkwell"),
  unitPrice: price,
  available: fc.constantFrom(0, 3, 10, 100_000),
  discontinued: fc.boolean(),
});
const product = fc.oneof(
  { weight: 6, arbitrary: facts.map((known) => ({ ...known, discontinued: false })) },
  { weight: 1, arbitrary: facts },
  { weight: 1, arbitrary: fc.constant(null) },
);

export const promos: readonly PromoTerms[] = [tenPercent, fiverFromThirty, freeDelivery, everything];
const promo = fc.option(fc.constantFrom(...promos), { nil: null });

/** Commands that say what should be so, rather than what should be done: once is as good as twice. */
export const statingCommand: fc.Arbitrary<CartCommand> = fc.oneof(
  fc.record({
    type: fc.constant("changeItemQuantity" as const),
    sku,
    unitPrice: chosenPrice,
    quantity: anyQuantity,
    product,
  }),
  fc.record({ type: fc.constant("removeItem" as const), sku, unitPrice: chosenPrice }),
  fc.record({ type: fc.constant("applyPromoCode" as const), code: fc.constant("CODE"), promo }),
  fc.constant(removePromoCode()),
);

export const cartCommand: fc.Arbitrary<CartCommand> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant("addItem" as const), sku, quantity: anyQuantity, product }) },
  { weight: 4, arbitrary: statingCommand },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant("removeItem" as const),
      sku,
      unitPrice: chosenPrice,
      quantity: anyQuantity,
    }),
  },
);

/** A check-out by a shopper who agreed to `expectedTotal`, of a shop that has everything. */
export function checkOutOf(expectedTotal: number, shippingIndex: number): CartCommand {
  const stock = Object.fromEntries(skus.map((each) => [each, { available: 1_000_000 }]));
  return checkOut({ expectedTotal, products: stock, shipping: shippingMethods[shippingIndex] });
}

const line = fc.record({ sku, name: fc.string(), unitPrice: price, quantity });

/** Any event of a cart, in any state: also those that no command would lead to, and types that nobody knows. */
export const cartEvent: fc.Arbitrary<CartEvent> = fc.oneof(
  fc.constant(createdCart()),
  line.map((data): CartEvent => ({ type: "addedItemToCart", data })),
  line.map((data): CartEvent => ({ type: "itemRemovedFromCart", data })),
  fc.tuple(line, quantity).map(([{ quantity: from, ...rest }, to]): CartEvent => ({
    type: "itemQuantityChanged",
    data: { ...rest, from, to },
  })),
  fc.constantFrom(...promos).map((data): CartEvent => ({ type: "promoCodeApplied", data })),
  fc.constant<CartEvent>({ type: "promoCodeRemoved", data: { code: "FIRSTFOLIO" } }),
  line.map(checkedOut),
  fc
    .tuple(fc.oneof(fc.string(), fc.constantFrom("__proto__", "constructor", "toString", "addedItem")), fc.jsonValue())
    .map(([type, data]) => ({ type, data }) as unknown as CartEvent),
);

function checkedOut(bought: Line): CartEvent {
  const totals = { subtotal: 0, discount: 0, shipping: 0, total: 0 };
  const order = {
    orderId: "order",
    orderNumber: "C-1",
    owner: "visitor:x",
    currency: "GBP",
    promo: null,
    totals,
  } as const;
  const rest = {
    shipping: { method: "standard", name: "Standard post" },
    payment: { method: "card", reference: "1" },
    customer: null,
  };
  return { type: "cartCheckedOut", data: { ...order, ...rest, lines: [bought] } };
}

/** What a browser may send. */
export const cartRequest: fc.Arbitrary<CartRequest> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant("addItem" as const), sku, quantity }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("changeItemQuantity" as const), sku, quantity: fc.nat(5) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant("removeItem" as const),
      sku,
      quantity: fc.option(quantity, { nil: undefined }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant("applyPromoCode" as const),
      code: fc.constantFrom("firstfolio", "INKWELL", "NOSUCH"),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ type: "removePromoCode" as const }) },
);
