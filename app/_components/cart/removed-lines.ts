import type { Cart } from "@/lib/cart/cart";
import type { Line } from "@/lib/cart/events";
import type { CartRequest } from "@/lib/cart/requests";

/**
 * The lines that can be put back once `request` is made of `cart`: those of before, the one that it takes out, and none of a
 * product that it asks for otherwise.
 */
export function withRemoved(removed: readonly Line[], cart: Cart, request: CartRequest): readonly Line[] {
  if (cart.status !== "open" || !("sku" in request)) return removed;
  const { sku } = request;
  const others = removed.filter((line) => line.sku !== sku);
  const takenOut = cart.lines.find((line) => line.sku === sku && takesAllOf(line, request));
  return takenOut ? [...others, takenOut] : others;
}

function takesAllOf({ unitPrice }: Line, request: CartRequest): boolean {
  if (request.type !== "removeItem" && request.type !== "changeItemQuantity") return false;
  if (request.unitPrice !== undefined && request.unitPrice !== unitPrice) return false;
  return request.type === "removeItem" ? request.quantity === undefined : request.quantity === 0;
}
