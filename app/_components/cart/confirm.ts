import { evolve } from "@/lib/cart/cart";
import { opened } from "@/lib/cart/prediction";
import type { CartActionReply, CartSnapshot } from "./cart-snapshot";

/**
 * The confirmed cart after an answer: the same one when nothing was recorded, or undefined when events lie between that this page
 * has not seen (another tab, another device, the next cart): then fetching the cart is simpler than fetching them.
 */
export function confirm(
  confirmed: CartSnapshot,
  reply: Extract<CartActionReply, { ok: true }>,
): CartSnapshot | undefined {
  if (reply.streamId !== confirmed.streamId) return undefined;
  if (reply.version <= confirmed.version) return confirmed;
  // The event that opens a cart belongs to no message; it is always the same.
  const base = { cart: opened(confirmed), version: Math.max(1, confirmed.version) };
  const events = reply.outcomes
    .flatMap((outcome) => (outcome.outcome === "accepted" ? outcome.events : []))
    .filter((stored) => stored.streamId === reply.streamId && stored.version > base.version)
    .toSorted((a, b) => a.version - b.version);
  if (base.version + events.length !== reply.version) return undefined;
  const cart = events.reduce((folded, stored) => evolve(folded, stored.event), base.cart);
  return { ...confirmed, cart, version: reply.version };
}
