import { describe, expect, test } from "vitest";
import { fiverFromThirty, tenPercent } from "./cart-spec";
import type { PromoTerms } from "./events";
import { standardShipping } from "./shipping";
import { countItems, totalsOf } from "./totals";

const { delivery } = standardShipping;
const line = (unitPrice: number, quantity = 1) => ({ sku: `at-${unitPrice}`, name: "Thing", unitPrice, quantity });
const freeDelivery: PromoTerms = { code: "CARRIER", discount: { kind: "freeDelivery" }, minimum: 0 };

describe("what a cart costs", () => {
  test("is nothing while it is empty, not even delivery", () => {
    expect(totalsOf([], tenPercent, delivery)).toEqual({ subtotal: 0, discount: 0, shipping: 0, total: 0 });
  });

  test("is its lines and the delivery", () => {
    expect(totalsOf([line(800, 2), line(150)], null, delivery)).toEqual({
      subtotal: 1750,
      discount: 0,
      shipping: 395,
      total: 2145,
    });
  });

  test.each([
    [4999, 395],
    [5000, 0],
  ])("with a subtotal of %d pence has delivery for %d", (subtotal, shipping) => {
    expect(totalsOf([line(subtotal)], null, delivery).shipping).toBe(shipping);
  });

  test("is promised free delivery by its subtotal, though a discount brings the total below", () => {
    expect(totalsOf([line(5000)], tenPercent, delivery)).toEqual({
      subtotal: 5000,
      discount: 500,
      shipping: 0,
      total: 4500,
    });
  });

  test.each([
    [104, 10],
    [105, 11],
    [114, 11],
  ])("with ten percent off %d pence is %d pence less: rounded half up", (subtotal, discount) => {
    expect(totalsOf([line(subtotal)], tenPercent, delivery).discount).toBe(discount);
  });

  test("is never below zero, however much a code takes off", () => {
    const hundredPounds: PromoTerms = { code: "HUNDRED", discount: { kind: "amount", amount: 10_000 }, minimum: 0 };
    expect(totalsOf([line(150)], hundredPounds, delivery)).toEqual({
      subtotal: 150,
      discount: 150,
      shipping: 395,
      total: 395,
    });
  });

  test("leaves a code out while the subtotal is below its minimum, and counts it again from there", () => {
    expect(totalsOf([line(2999)], fiverFromThirty, delivery).discount).toBe(0);
    expect(totalsOf([line(3000)], fiverFromThirty, delivery).discount).toBe(500);
  });

  test("has free delivery by a code, and by it alone no discount", () => {
    expect(totalsOf([line(150)], freeDelivery, delivery)).toEqual({
      subtotal: 150,
      discount: 0,
      shipping: 0,
      total: 150,
    });
  });

  test("of a cart that was never promised free delivery includes it at any subtotal", () => {
    expect(totalsOf([line(999_999)], null, { price: 895, freeFrom: null }).shipping).toBe(895);
  });
});

test("a cart counts units, not lines", () => {
  expect(countItems([line(100, 2), line(200, 3)])).toBe(5);
});
