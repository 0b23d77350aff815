import { z } from "zod";
import type { StoredEvent } from "@/lib/event-store/event";
import { schemaVersionOf, type Upcasters } from "@/lib/event-store/upcaster";

// These names and shapes are the storage format: an event ever stored must parse here, and fold in cart.ts, for ever.

const minorUnits = z.int();
const quantity = z.int().positive();
const sku = z.string().min(1);

const promoTerms = z.object({
  code: z.string(),
  discount: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("percent"), percent: z.int().min(1).max(100) }),
    z.object({ kind: z.literal("amount"), amount: minorUnits.positive() }),
    z.object({ kind: z.literal("freeDelivery") }),
  ]),
  /** The subtotal from which the code counts. */
  minimum: minorUnits.nonnegative(),
});

const totals = z.object({ subtotal: minorUnits, discount: minorUnits, shipping: minorUnits, total: minorUnits });

const line = z.object({ sku, name: z.string(), unitPrice: minorUnits.positive(), quantity });

const customer = z.object({
  name: z.string(),
  email: z.string(),
  address: z.object({ street: z.string(), city: z.string(), postcode: z.string(), country: z.string() }),
});

/** What each type of cart event holds, as stored, by its name. */
export const cartEventData = {
  createdCart: z.object({
    /** `visitor:…` or `customer:…`: whose cart it is. */
    owner: z.string(),
    currency: z.literal("GBP"),
    /** Standard delivery as promised to this cart; free from a subtotal, or never (null). */
    delivery: z.object({ price: minorUnits.nonnegative(), freeFrom: minorUnits.nullable() }),
  }),
  addedItemToCart: z.object({ sku, name: z.string(), unitPrice: minorUnits.positive(), quantity }),
  itemQuantityChanged: z.object({
    sku,
    name: z.string(),
    unitPrice: minorUnits.positive(),
    from: quantity,
    to: quantity,
  }),
  itemRemovedFromCart: z.object({ sku, name: z.string(), unitPrice: minorUnits.positive(), quantity }),
  promoCodeApplied: promoTerms,
  promoCodeRemoved: z.object({ code: z.string() }),
  cartSetAside: z.object({}),
  cartCheckedOut: z.object({
    orderId: z.string(),
    orderNumber: z.string(),
    owner: z.string(),
    currency: z.literal("GBP"),
    lines: z.array(line).nonempty(),
    promo: promoTerms.nullable(),
    totals,
    shipping: z.object({ method: z.string(), name: z.string() }),
    payment: z.object({ method: z.string(), reference: z.string() }),
    /** Nobody's name is known for imported history. */
    customer: customer.nullable(),
  }),
} as const;

type DataOf = { [Type in keyof typeof cartEventData]: z.infer<(typeof cartEventData)[Type]> };

export type CartEventType = keyof DataOf;

export type CartEvent = {
  [Type in CartEventType]: { readonly type: Type; readonly data: DataOf[Type] };
}[CartEventType];

export type CartEventOf<Type extends CartEventType> = Extract<CartEvent, { type: Type }>;

/**
 * How each type came to its shape of today. A shape that changes gets a step here, and a file of events as stored in the new
 * version in `stored-events/`.
 */
export const cartUpcasters: Upcasters<CartEventType> = {
  createdCart: [],
  addedItemToCart: [],
  itemQuantityChanged: [],
  itemRemovedFromCart: [],
  promoCodeApplied: [],
  promoCodeRemoved: [],
  cartSetAside: [],
  cartCheckedOut: [],
};

/** The schema version under which events of a type are stored today. */
export function cartSchemaVersionOf(type: CartEventType): number {
  return schemaVersionOf(cartUpcasters, type);
}

/** A line of a cart: the same product at another price is another line. Prices in minor units. */
export type Line = Readonly<z.infer<typeof line>>;
export type PromoTerms = Readonly<z.infer<typeof promoTerms>>;
export type Totals = Readonly<z.infer<typeof totals>>;
export type Customer = z.infer<typeof customer>;
export type Delivery = DataOf["createdCart"]["delivery"];
export type Currency = DataOf["createdCart"]["currency"];

export const cartCategory = "cart";

/** Whether a stored event is one of a cart. */
export function isCartEvent(stored: StoredEvent): stored is StoredEvent<CartEvent> {
  return stored.streamId.startsWith(`${cartCategory}-`) && Object.hasOwn(cartEventData, stored.event.type);
}
