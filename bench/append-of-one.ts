import { randomUUID } from "node:crypto";
import { v7 as uuidV7 } from "uuid";
import { cartSchemaVersionOf, type CartEvent } from "@/lib/cart/events";
import type { Append, NewEvent } from "@/lib/event-store/event";

/** One event to a new stream. */
export function anAppend(): Append<CartEvent> {
  return { streamId: `cart-${uuidV7()}`, expectedVersion: 0, events: [anEvent()] };
}

/** What most events of a shop are: something was put into a cart. */
export function anEvent(): NewEvent<CartEvent> {
  const data = { sku: "brass-hourglass", name: "Brass hourglass", unitPrice: 3800, quantity: 1 };
  return {
    eventId: uuidV7(),
    event: { type: "addedItemToCart", data },
    schemaVersion: cartSchemaVersionOf("addedItemToCart"),
    metadata: { actor: `visitor:${randomUUID()}`, commandId: uuidV7(), correlationId: randomUUID() },
  };
}
