import { describe, expect, test } from "vitest";
import type { CartCommand } from "./cart";
import {
  addedItemToCart,
  addItem,
  applyPromoCode,
  cartCheckedOut,
  cartSetAside,
  changeItemQuantity,
  checkOut,
  createCart,
  createdCart,
  fiverFromThirty,
  given,
  itemQuantityChanged,
  itemRemovedFromCart,
  promoCodeApplied,
  promoCodeRemoved,
  removeItem,
  removePromoCode,
  setCartAside,
  tenPercent,
} from "./cart-spec";
import { shippingMethods } from "./shipping";

const twoHourglasses = [createdCart(), addedItemToCart({ sku: "hourglass", quantity: 2 })];
const atTwoPrices = [...twoHourglasses, addedItemToCart({ sku: "hourglass", quantity: 3, unitPrice: 1999 })];

/** Quantities that nobody can buy. */
const badQuantities = [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53];

describe("a cart", () => {
  test("is created once", () => {
    given().when(createCart()).then(createdCart());
    given(createdCart()).when(createCart()).thenNothing();
    given(createdCart(), cartCheckedOut([{ sku: "hourglass" }]))
      .when(createCart())
      .thenNothing();
  });

  test("that was set aside takes no commands, and keeps what it held", () => {
    given(...twoHourglasses)
      .when(setCartAside())
      .then(cartSetAside());
    given(...twoHourglasses, cartSetAside())
      .when(addItem({ sku: "hourglass" }))
      .thenRejected("cart-closed");
  });

  test.each<CartCommand>([
    addItem({ sku: "hourglass" }),
    changeItemQuantity({ sku: "hourglass", quantity: 2 }),
    removeItem({ sku: "hourglass" }),
    applyPromoCode(tenPercent),
    removePromoCode(),
    checkOut({ expectedTotal: 0 }),
  ])("that was never created takes no commands: $type", (command) => {
    given().when(command).thenRejected("no-cart");
  });

  test.each<CartCommand>([
    addItem({ sku: "hourglass" }),
    addItem({ sku: "hourglass", quantity: 0 }),
    changeItemQuantity({ sku: "hourglass", quantity: 2 }),
    removeItem({ sku: "hourglass" }),
    applyPromoCode(tenPercent),
    applyPromoCode(null),
    removePromoCode(),
    checkOut({ expectedTotal: 5000 }),
  ])("that was checked out takes no more commands: $type", (command) => {
    given(...twoHourglasses, cartCheckedOut([{ sku: "hourglass", quantity: 2 }]))
      .when(command)
      .thenRejected("cart-closed");
  });
});

describe("adding an item", () => {
  test("records the product as it was then: its name and its price", () => {
    given(createdCart())
      .when(addItem({ sku: "hourglass", quantity: 2, product: { name: "Sandglass", unitPrice: 2350 } }))
      .then(addedItemToCart({ sku: "hourglass", quantity: 2, name: "Sandglass", unitPrice: 2350 }));
  });

  test("of a product that is in the cart already makes its line longer", () => {
    given(...twoHourglasses)
      .when(addItem({ sku: "hourglass" }))
      .then(addedItemToCart({ sku: "hourglass", quantity: 1 }));
    given(...twoHourglasses, addedItemToCart({ sku: "hourglass" }))
      .when(removeItem({ sku: "hourglass" }))
      .then(itemRemovedFromCart({ sku: "hourglass", quantity: 3 }));
  });

  test("at another price makes another line", () => {
    given(...atTwoPrices)
      .when(removeItem({ sku: "hourglass", unitPrice: 1999 }))
      .then(itemRemovedFromCart({ sku: "hourglass", quantity: 3, unitPrice: 1999 }));
  });

  test.each([0, ...badQuantities])("in the quantity %d is refused", (quantity) => {
    given(createdCart())
      .when(addItem({ sku: "hourglass", quantity }))
      .thenRejected("bad-quantity");
  });

  test("that the shop doesn't have is refused", () => {
    given(createdCart())
      .when(addItem({ sku: "astrolabe", product: null }))
      .thenRejected("unknown-product");
  });

  test("that is no longer sold is refused, even when some are left", () => {
    given(createdCart())
      .when(addItem({ sku: "hourglass", product: { discontinued: true } }))
      .thenRejected("discontinued");
  });

  test("that is sold out is refused", () => {
    given(createdCart())
      .when(addItem({ sku: "hourglass", product: { available: 0 } }))
      .thenRejected("out-of-stock");
    given(createdCart())
      .when(addItem({ sku: "hourglass", product: { available: -1 } }))
      .thenRejected("out-of-stock");
  });

  test("beyond what is in stock is refused, counting what the cart holds of it at any price", () => {
    const five = { available: 5 };
    given(createdCart())
      .when(addItem({ sku: "hourglass", quantity: 6, product: five }))
      .thenRejected("not-enough-stock");
    given(...twoHourglasses)
      .when(addItem({ sku: "hourglass", quantity: 4, product: five }))
      .thenRejected("not-enough-stock");
    given(...atTwoPrices)
      .when(addItem({ sku: "hourglass", product: five }))
      .thenRejected("not-enough-stock");
    given(...twoHourglasses)
      .when(addItem({ sku: "hourglass", quantity: 3, product: five }))
      .then(addedItemToCart({ sku: "hourglass", quantity: 3 }));
  });
});

describe("changing a quantity", () => {
  test("records what it was and what it is", () => {
    given(...twoHourglasses)
      .when(changeItemQuantity({ sku: "hourglass", quantity: 5 }))
      .then(itemQuantityChanged({ sku: "hourglass", from: 2, to: 5 }));
    given(...twoHourglasses)
      .when(changeItemQuantity({ sku: "hourglass", quantity: 1 }))
      .then(itemQuantityChanged({ sku: "hourglass", from: 2, to: 1 }));
  });

  test("to what it is already records nothing", () => {
    given(...twoHourglasses)
      .when(changeItemQuantity({ sku: "hourglass", quantity: 2 }))
      .thenNothing();
    given(...twoHourglasses, itemQuantityChanged({ sku: "hourglass", from: 2, to: 5 }))
      .when(changeItemQuantity({ sku: "hourglass", quantity: 5 }))
      .thenNothing();
  });

  test("to none removes the item", () => {
    given(...twoHourglasses)
      .when(changeItemQuantity({ sku: "hourglass", quantity: 0 }))
      .then(itemRemovedFromCart({ sku: "hourglass", quantity: 2 }));
    given(createdCart())
      .when(changeItemQuantity({ sku: "hourglass", quantity: 0 }))
      .thenNothing();
  });

  test("means the line at the price that is named", () => {
    given(...atTwoPrices)
      .when(changeItemQuantity({ sku: "hourglass", unitPrice: 1999, quantity: 4 }))
      .then(itemQuantityChanged({ sku: "hourglass", unitPrice: 1999, from: 3, to: 4 }));
    given(...atTwoPrices)
      .when(changeItemQuantity({ sku: "hourglass", unitPrice: 1, quantity: 4 }))
      .thenRejected("not-in-cart");
  });

  test("of something that is not in the cart is refused", () => {
    given(createdCart())
      .when(changeItemQuantity({ sku: "hourglass", quantity: 2 }))
      .thenRejected("not-in-cart");
  });

  test.each(badQuantities)("to %d is refused", (quantity) => {
    given(...twoHourglasses)
      .when(changeItemQuantity({ sku: "hourglass", quantity }))
      .thenRejected("bad-quantity");
  });

  test("upwards asks the shelf, counting what the cart holds of it at any price", () => {
    const change = (quantity: number, product: Parameters<typeof changeItemQuantity>[0]["product"]) =>
      given(...atTwoPrices).when(changeItemQuantity({ sku: "hourglass", unitPrice: 1999, quantity, product }));
    change(6, { available: 7 }).thenRejected("not-enough-stock");
    change(4, { available: 0 }).thenRejected("out-of-stock");
    change(4, { discontinued: true }).thenRejected("discontinued");
    change(4, null).thenRejected("unknown-product");
    change(5, { available: 7 }).then(itemQuantityChanged({ sku: "hourglass", unitPrice: 1999, from: 3, to: 5 }));
  });

  test("downwards is always possible, whatever became of the product", () => {
    for (const product of [null, { available: 0 }, { discontinued: true }]) {
      given(...twoHourglasses)
        .when(changeItemQuantity({ sku: "hourglass", quantity: 1, product }))
        .then(itemQuantityChanged({ sku: "hourglass", from: 2, to: 1 }));
    }
  });
});

describe("removing an item", () => {
  test("takes all of it", () => {
    given(createdCart(), addedItemToCart({ sku: "hourglass", quantity: 1 }))
      .when(removeItem({ sku: "hourglass" }))
      .then(itemRemovedFromCart({ sku: "hourglass", quantity: 1 }));
  });

  test("takes as many as were asked for", () => {
    given(...twoHourglasses)
      .when(removeItem({ sku: "hourglass", quantity: 1 }))
      .then(itemRemovedFromCart({ sku: "hourglass", quantity: 1 }));
  });

  test("takes what there is when more is asked for", () => {
    given(...twoHourglasses)
      .when(removeItem({ sku: "hourglass", quantity: 9 }))
      .then(itemRemovedFromCart({ sku: "hourglass", quantity: 2 }));
  });

  test("that is not in the cart records nothing", () => {
    given(createdCart())
      .when(removeItem({ sku: "hourglass" }))
      .thenNothing();
    given(...twoHourglasses)
      .when(removeItem({ sku: "inkwell" }))
      .thenNothing();
    given(...twoHourglasses, itemRemovedFromCart({ sku: "hourglass", quantity: 2 }))
      .when(removeItem({ sku: "hourglass" }))
      .thenNothing();
  });

  test("without naming a price takes it at every price, the oldest first", () => {
    const all = [
      itemRemovedFromCart({ sku: "hourglass", quantity: 2 }),
      itemRemovedFromCart({ sku: "hourglass", quantity: 3, unitPrice: 1999 }),
    ];
    given(...atTwoPrices)
      .when(removeItem({ sku: "hourglass" }))
      .then(...all);
    given(...atTwoPrices)
      .when(changeItemQuantity({ sku: "hourglass", quantity: 0 }))
      .then(...all);
    given(...atTwoPrices, ...all)
      .when(removeItem({ sku: "hourglass" }))
      .thenNothing();
    given(...atTwoPrices)
      .when(removeItem({ sku: "hourglass", quantity: 4 }))
      .then(
        itemRemovedFromCart({ sku: "hourglass", quantity: 2 }),
        itemRemovedFromCart({ sku: "hourglass", quantity: 2, unitPrice: 1999 }),
      );
  });

  test.each([0, ...badQuantities])("in the quantity %d is refused", (quantity) => {
    given(...twoHourglasses)
      .when(removeItem({ sku: "hourglass", quantity }))
      .thenRejected("bad-quantity");
  });
});

describe("a promo code", () => {
  test("is applied with its terms", () => {
    given(...twoHourglasses)
      .when(applyPromoCode(tenPercent))
      .then(promoCodeApplied(tenPercent));
  });

  test("that is applied already records nothing", () => {
    given(...twoHourglasses, promoCodeApplied(tenPercent))
      .when(applyPromoCode(tenPercent))
      .thenNothing();
  });

  test("takes the place of another one", () => {
    given(...twoHourglasses, promoCodeApplied(tenPercent))
      .when(applyPromoCode(fiverFromThirty))
      .then(promoCodeRemoved("FIRSTFOLIO"), promoCodeApplied(fiverFromThirty));
  });

  test("that the shop doesn't know is refused, and the one before it stays", () => {
    given(...twoHourglasses)
      .when(applyPromoCode(null))
      .thenRejected("unknown-promo-code");
    given(...twoHourglasses, promoCodeApplied(tenPercent))
      .when(applyPromoCode(null))
      .thenRejected("unknown-promo-code");
  });

  test("below its minimum is refused, at its minimum it counts", () => {
    const worth = (unitPrice: number) => [createdCart(), addedItemToCart({ sku: "hourglass", quantity: 1, unitPrice })];
    given(...worth(2999))
      .when(applyPromoCode(fiverFromThirty))
      .thenRejected("promo-minimum");
    given(...worth(3000))
      .when(applyPromoCode(fiverFromThirty))
      .then(promoCodeApplied(fiverFromThirty));
  });

  test("is removed once", () => {
    given(...twoHourglasses, promoCodeApplied(tenPercent))
      .when(removePromoCode())
      .then(promoCodeRemoved("FIRSTFOLIO"));
    given(...twoHourglasses, promoCodeApplied(tenPercent), promoCodeRemoved("FIRSTFOLIO"))
      .when(removePromoCode())
      .thenNothing();
    given(createdCart()).when(removePromoCode()).thenNothing();
  });
});

describe("checking out", () => {
  test("records the whole order: lines, promo, totals, shipping, payment, customer", () => {
    given(...twoHourglasses)
      .when(checkOut({ expectedTotal: 5000 }))
      .then(cartCheckedOut([{ sku: "hourglass", quantity: 2 }]));
    given(...twoHourglasses, promoCodeApplied(tenPercent))
      .when(checkOut({ expectedTotal: 4500 }))
      .then(cartCheckedOut([{ sku: "hourglass", quantity: 2 }], tenPercent));
  });

  test("charges the shipping that was chosen", () => {
    const express = shippingMethods.find(({ id }) => id === "express");
    expect(express?.delivery.price).toBe(895);
    given(...twoHourglasses)
      .when(checkOut({ expectedTotal: 5000, ...(express && { shipping: express }) }))
      .thenRejected("total-changed");
  });

  test("an empty cart is refused", () => {
    given(createdCart())
      .when(checkOut({ expectedTotal: 0 }))
      .thenRejected("cart-empty");
    given(...twoHourglasses, itemRemovedFromCart({ sku: "hourglass", quantity: 2 }))
      .when(checkOut({ expectedTotal: 0 }))
      .thenRejected("cart-empty");
  });

  test.each([4999, 5001, 0, Number.NaN])("is refused when the shopper agreed to another total: %d", (expectedTotal) => {
    given(...twoHourglasses)
      .when(checkOut({ expectedTotal }))
      .thenRejected("total-changed");
  });

  test("is refused when something can't be had any more", () => {
    const orderOf = (hourglass: Parameters<typeof addItem>[0]["product"]) =>
      given(...twoHourglasses).when(checkOut({ expectedTotal: 5000, products: { hourglass: hourglass ?? null } }));
    orderOf({ available: 0 }).thenRejected("out-of-stock");
    orderOf({ available: 1 }).thenRejected("not-enough-stock");
    orderOf({ discontinued: true }).thenRejected("discontinued");
    orderOf(null).thenRejected("unknown-product");
  });

  test("asks the stock for all of a product's lines together", () => {
    const both = { hourglass: { available: 4 } };
    given(...atTwoPrices)
      .when(checkOut({ expectedTotal: 10_997, products: both }))
      .thenRejected("not-enough-stock");
  });

  test("keeps the price that was true when the item was added", () => {
    given(...twoHourglasses)
      .when(checkOut({ expectedTotal: 5000, products: { hourglass: { unitPrice: 9900 } } }))
      .then(cartCheckedOut([{ sku: "hourglass", quantity: 2 }]));
  });
});
