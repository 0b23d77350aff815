import type { CartEvent } from "./events";

/** What happened, in the shop's words, as short as a list needs it. */
export function describeEvent(event: CartEvent): string {
  switch (event.type) {
    case "createdCart":
      return "Cart opened";
    case "addedItemToCart":
      return `${event.data.quantity} ${event.data.name} added`;
    case "itemQuantityChanged":
      return `${event.data.name} changed from ${event.data.from} to ${event.data.to}`;
    case "itemRemovedFromCart":
      return `${event.data.quantity} ${event.data.name} removed`;
    case "promoCodeApplied":
      return `Promo code ${event.data.code} applied`;
    case "promoCodeRemoved":
      return `Promo code ${event.data.code} taken off`;
    case "cartSetAside":
      return "Set aside for a new cart";
    case "cartCheckedOut":
      return `Checked out as order ${event.data.orderNumber}`;
  }
}

/** Who acted, as a shopper reads it. `viewer` is the owner who is looking. */
export function describeActor(actor: string, viewer: string): string {
  if (actor === viewer) return "You";
  const [kind, id = ""] = actor.split(":");
  return kind === "customer" ? `Customer ${id}` : kind === "visitor" ? "Another visitor" : actor;
}
