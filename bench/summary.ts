import type { CartEvent } from "@/lib/cart/events";

/** A table of cart summaries, added up. */
export interface Summary {
  readonly carts: number;
  readonly items: number;
  /** Minor units. */
  readonly subtotal: number;
  readonly checkedOut: number;
}

/** What the table must come to after these events, by a second road. */
export function summaryOf(events: readonly CartEvent[]): Summary {
  const changes = events.map(changeOf);
  return {
    carts: events.filter(({ type }) => type === "createdCart").length,
    items: changes.reduce((sum, change) => sum + change.items, 0),
    subtotal: changes.reduce((sum, change) => sum + change.subtotal, 0),
    checkedOut: events.filter(({ type }) => type === "cartCheckedOut").length,
  };
}

/** What an event does to the units in a cart and what they cost. */
export function changeOf(event: CartEvent): { readonly items: number; readonly subtotal: number } {
  const items = unitsOf(event);
  return { items, subtotal: "unitPrice" in event.data ? items * event.data.unitPrice : 0 };
}

function unitsOf(event: CartEvent): number {
  switch (event.type) {
    case "addedItemToCart":
      return event.data.quantity;
    case "itemQuantityChanged":
      return event.data.to - event.data.from;
    case "itemRemovedFromCart":
      return -event.data.quantity;
    default:
      return 0;
  }
}
