import type { Cart } from "@/lib/cart/cart";
import type { Line, Totals } from "@/lib/cart/events";
import { standardShipping } from "@/lib/cart/shipping";
import { totalsOf } from "@/lib/cart/totals";

/** The lines of a cart; one that isn't there yet has none. */
export function linesOf(cart: Cart): readonly Line[] {
  return cart.status === "none" ? [] : cart.lines;
}

/** What the cart costs with standard delivery. */
export function cartTotals(cart: Cart): Totals {
  if (cart.status === "none") return totalsOf([], null, standardShipping.delivery);
  return totalsOf(cart.lines, cart.promo, cart.delivery);
}
