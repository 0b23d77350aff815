import { v5 as uuidV5 } from "uuid";
import type { EventStore } from "@/lib/event-store/event-store";
import { streamIdOf } from "@/lib/event-store/event";
import { handle, loadStream, type Envelope, type HandleResult, type LoadedStream } from "@/lib/event-store/handle";
import { cartDecider, type Cart, type CartCommand, type ProductFacts } from "./cart";
import { cartCategory, cartSchemaVersion, type CartEvent, type PromoTerms } from "./events";
import { cartIdOf, openingOf, toCommand, type CartMessage } from "./prediction";

/** What a cart needs to know of the catalogue, asked once per batch. */
export interface CatalogFacts {
  products(skus: readonly string[]): Promise<Readonly<Record<string, ProductFacts>>>;
  promoCode(code: string): Promise<PromoTerms | null>;
}

export interface Shopping {
  readonly store: EventStore;
  readonly facts: CatalogFacts;
  /** The newest cart that the read model knows of this owner; a hint, it may lag. */
  readonly newestCart: (owner: string) => Promise<string | undefined>;
}

/** Who shops. `owner` is `visitor:<uuid>`; their carts follow from it, so nobody can name another's. */
export interface Shopper {
  readonly id: string;
  readonly owner: string;
}

export type LoadedCart = LoadedStream<Cart, CartEvent>;
export type CartReply = HandleResult<Cart, CartEvent>;

/**
 * The shopper's cart of now: the first one that is not checked out.
 *
 * A shopper's carts form a chain: each id follows from the one before, so every device and process finds the same next cart
 * after a checkout without any pointer that could be lost.
 */
export async function loadCurrentCart(shopping: Shopping, shopper: Shopper): Promise<LoadedCart> {
  let streamId = (await shopping.newestCart(shopper.owner)) ?? streamIdOf(cartCategory, uuidV5("cart", shopper.id));
  for (;;) {
    const loaded = await loadStream(shopping.store, cartDecider, streamId);
    if (loaded.state.status !== "checkedOut") return loaded;
    streamId = streamIdOf(cartCategory, uuidV5("next", cartIdOf(streamId)));
  }
}

/** Sends a batch of requests to the shopper's cart. Each gets its own outcome; none stops the others. */
export async function sendToCart(
  shopping: Shopping,
  shopper: Shopper,
  messages: readonly CartMessage[],
  correlationId: string,
): Promise<CartReply> {
  const commands = await toCommands(shopping.facts, messages);
  return handleForShopper(shopping, shopper, commands, correlationId);
}

/** Handles commands that already carry their facts. */
export async function handleForShopper(
  shopping: Shopping,
  shopper: Shopper,
  commands: readonly Envelope<CartCommand>[],
  correlationId: string,
): Promise<CartReply> {
  return handle({
    store: shopping.store,
    decider: cartDecider,
    schemaVersion: cartSchemaVersion,
    load: () => loadCurrentCart(shopping, shopper),
    opening: ({ streamId }) => openingOf(streamId, shopper.owner),
    commands,
    metadata: { actor: shopper.owner, correlationId },
  });
}

async function toCommands(facts: CatalogFacts, messages: readonly CartMessage[]): Promise<Envelope<CartCommand>[]> {
  const products = await facts.products(messages.flatMap(({ request }) => ("sku" in request ? [request.sku] : [])));
  const productOf = (sku: string): ProductFacts | null =>
    Object.hasOwn(products, sku) ? (products[sku] ?? null) : null;
  return Promise.all(
    messages.map(async ({ commandId, request }) => {
      if (request.type !== "applyPromoCode") return { commandId, command: toCommand(request, productOf) };
      const code = request.code.toUpperCase();
      return { commandId, command: { type: "applyPromoCode", code, promo: await facts.promoCode(code) } };
    }),
  );
}
