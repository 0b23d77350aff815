import type { Delivery, Line, PromoTerms, Totals } from "./events";

/** Units in the cart. */
export function countItems(lines: readonly Line[]): number {
  return lines.reduce((count, line) => count + line.quantity, 0);
}

/** Minor units. */
export function subtotalOf(lines: readonly Line[]): number {
  return lines.reduce((sum, line) => sum + line.unitPrice * line.quantity, 0);
}

/**
 * What the cart costs, in minor units: `total = subtotal - discount + shipping`, never below zero.
 *
 * A percentage is rounded half up, in the shopper's favour. An empty cart ships nothing.
 */
export function totalsOf(lines: readonly Line[], promo: PromoTerms | null, delivery: Delivery): Totals {
  const subtotal = subtotalOf(lines);
  const counts = promo !== null && subtotal >= promo.minimum && subtotal > 0;
  const discount = counts ? discountOn(subtotal, promo) : 0;
  const freeByCode = counts && promo.discount.kind === "freeDelivery";
  const freeBySubtotal = delivery.freeFrom !== null && subtotal >= delivery.freeFrom;
  const shipping = subtotal === 0 || freeByCode || freeBySubtotal ? 0 : delivery.price;
  return { subtotal, discount, shipping, total: subtotal - discount + shipping };
}

function discountOn(subtotal: number, { discount }: PromoTerms): number {
  switch (discount.kind) {
    case "percent":
      return Math.floor((subtotal * discount.percent + 50) / 100);
    case "amount":
      return Math.min(subtotal, discount.amount);
    case "freeDelivery":
      return 0;
  }
}
