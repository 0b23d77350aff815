import { diff, type Difference, type Parts } from "@/lib/time-travel/diff";
import type { Cart } from "./cart";
import type { CartEvent, Line, PromoTerms } from "./events";

/** What a shopper would name of a cart: its lines, its promo code, whether it is checked out. */
export type CartPart =
  | { readonly part: "line"; readonly line: Line }
  | { readonly part: "promo"; readonly promo: PromoTerms }
  | { readonly part: "order"; readonly orderId: string };

const promoKey = "promo";
const orderKey = "order";

/** Tells the lines of a cart apart: the same product at another price is another line. */
export function lineKey({ sku, unitPrice }: Pick<Line, "sku" | "unitPrice">): string {
  return `${sku}@${unitPrice}`;
}

export function partsOf(cart: Cart): Parts<CartPart> {
  const parts = new Map<string, CartPart>();
  if (cart.status === "none") return parts;
  for (const line of cart.lines) parts.set(lineKey(line), { part: "line", line });
  if (cart.promo) parts.set(promoKey, { part: "promo", promo: cart.promo });
  if (cart.status === "checkedOut") parts.set(orderKey, { part: "order", orderId: cart.orderId });
  return parts;
}

/** The keys of the parts that an event may have changed. */
export function touchedBy(event: CartEvent): readonly string[] {
  switch (event.type) {
    case "addedItemToCart":
    case "itemQuantityChanged":
    case "itemRemovedFromCart":
      return [lineKey(event.data)];
    case "promoCodeApplied":
    case "promoCodeRemoved":
      return [promoKey];
    case "cartCheckedOut":
      return [orderKey];
    default:
      return [];
  }
}

export function compareCarts(before: Cart, after: Cart): readonly Difference<CartPart>[] {
  return diff(partsOf(before), partsOf(after), samePart);
}

/** A difference in the shop's words. */
export function describeDifference(difference: Difference<CartPart>): string {
  switch (difference.kind) {
    case "added":
      return describePart(difference.after, "added", "applied", "Checked out");
    case "removed":
      return describePart(difference.before, "removed", "taken off", "No longer checked out");
    case "changed": {
      const { before, after } = difference;
      if (before.part === "line" && after.part === "line") {
        return `${after.line.name}: ${before.line.quantity} became ${after.line.quantity}`;
      }
      if (before.part === "promo" && after.part === "promo") {
        return `Promo code ${before.promo.code} replaced by ${after.promo.code}`;
      }
      return "Checked out as another order";
    }
  }
}

function describePart(part: CartPart, line: string, promo: string, order: string): string {
  if (part.part === "line") return `${part.line.quantity} ${part.line.name} ${line}`;
  return part.part === "promo" ? `Promo code ${part.promo.code} ${promo}` : order;
}

function samePart(a: CartPart, b: CartPart): boolean {
  if (a.part === "line" && b.part === "line") return a.line.quantity === b.line.quantity;
  if (a.part === "promo" && b.part === "promo") return a.promo.code === b.promo.code;
  return a.part === "order" && b.part === "order" && a.orderId === b.orderId;
}
