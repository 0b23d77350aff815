import type { EventStore } from "@/lib/event-store/event-store";
import { derivedId, eventIdOf } from "@/lib/event-store/derived-id";
import { streamIdOf } from "@/lib/event-store/event";
import { handle, type Envelope, type Freshness, type HandleResult, type LoadedStream } from "@/lib/event-store/handle";
import type { StreamStates } from "@/lib/event-store/stream-states";
import { cartDecider, type Cart, type CartCommand, type ProductFacts } from "./cart";
import { cartCategory, cartSchemaVersionOf, type CartEvent, type PromoTerms } from "./events";
import { cartIdOf, openingOf, toCommand, type CartMessage } from "./prediction";
import { targetOf } from "./restore";

/** What a cart needs to know of the catalogue, asked once per batch. */
interface CatalogFacts {
  products(skus: readonly string[]): Promise<Readonly<Record<string, ProductFacts>>>;
  promoCode(code: string): Promise<PromoTerms | null>;
}

export interface Shopping {
  readonly store: EventStore;
  /** Carts, folded and remembered. */
  readonly carts: StreamStates<Cart, CartEvent>;
  readonly facts: CatalogFacts;
  /** The newest cart that the read model knows of this owner; a hint, it may lag. */
  readonly newestCart: (owner: string) => Promise<string | undefined>;
}

/** Who shops. `owner` is `visitor:<uuid>`; their carts follow from it, so nobody can name another's. */
export interface Shopper {
  readonly id: string;
  readonly owner: string;
}

export type LoadedCart = LoadedStream<Cart>;
export type CartReply = HandleResult<Cart, CartEvent>;

/**
 * The shopper's cart of now: the first one that is neither checked out nor set aside.
 *
 * A shopper's carts form a chain: each id follows from the one before, so every device and process finds the same next cart
 * after a checkout without any pointer that could be lost.
 */
export async function loadCurrentCart(
  shopping: Shopping,
  shopper: Shopper,
  freshness: Freshness = "current",
): Promise<LoadedCart> {
  const first = streamIdOf(cartCategory, derivedId("cart", shopper.id));
  const remembered = rememberedCart(shopping, first);
  if (remembered && freshness === "remembered") return remembered;
  let streamId = remembered?.streamId ?? (await shopping.newestCart(shopper.owner)) ?? first;
  for (;;) {
    const { version, state } = await shopping.carts.latest(streamId);
    if (isCurrent(state)) return { streamId, version, state };
    streamId = cartAfter(streamId);
  }
}

/** The end of the chain, as long as no link of it has been forgotten. */
function rememberedCart({ carts }: Shopping, first: string): LoadedCart | undefined {
  for (let streamId = first; ; streamId = cartAfter(streamId)) {
    const folded = carts.remembered(streamId);
    if (!folded || isCurrent(folded.state)) return folded && { streamId, ...folded };
  }
}

function cartAfter(streamId: string): string {
  return streamIdOf(cartCategory, derivedId("next", cartIdOf(streamId)));
}

function isCurrent({ status }: Cart): boolean {
  return status === "none" || status === "open";
}

/** Sends a batch of requests to the shopper's cart. Each gets its own outcome; none stops the others. */
export async function sendToCart(
  shopping: Shopping,
  shopper: Shopper,
  messages: readonly CartMessage[],
  correlationId: string,
): Promise<CartReply> {
  const [first] = messages;
  if (first?.request.type === "forkCart") return forkCart(shopping, shopper, first, correlationId);
  const commands = await toCommands(shopping, shopper, messages);
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
    schemaVersionOf: cartSchemaVersionOf,
    load: (freshness) => loadCurrentCart(shopping, shopper, freshness),
    remember: ({ streamId, ...folded }) => shopping.carts.remember(streamId, folded),
    turn: shopper.owner,
    opening: ({ streamId }) => openingOf(streamId, shopper.owner),
    commands,
    metadata: { actor: shopper.owner, correlationId },
  });
}

/**
 * Sets the current cart aside and fills the next one with what a moment held. Two appends to two streams: if the second is never
 * made, sending the same message again makes it.
 */
async function forkCart(
  shopping: Shopping,
  shopper: Shopper,
  { commandId, request }: CartMessage,
  correlationId: string,
): Promise<CartReply> {
  const restoreId = derivedId("fork", commandId);
  const [restored] = await shopping.store.findByIds([eventIdOf(restoreId, 0)]);
  const current = await loadCurrentCart(shopping, shopper);
  if (!restored && current.version > 0) {
    const aside = [{ commandId, command: { type: "setCartAside" } as const, reason: "A new cart was started" }];
    await handleForShopper(shopping, shopper, aside, correlationId);
  }
  const restore = await toCommands(shopping, shopper, [{ commandId: restoreId, request }]);
  const causationId = eventIdOf(commandId, 0);
  const reply = await handleForShopper(
    shopping,
    shopper,
    restore.map((envelope) => ({ ...envelope, causationId })),
    correlationId,
  );
  return { ...reply, outcomes: reply.outcomes.map((outcome) => ({ ...outcome, commandId })) };
}

async function toCommands(
  shopping: Shopping,
  shopper: Shopper,
  messages: readonly CartMessage[],
): Promise<Envelope<CartCommand>[]> {
  const products = await shopping.facts.products(
    // Whatever is taken out of a cart needs no facts.
    messages.flatMap(({ request }) => ("sku" in request && request.type !== "removeItem" ? [request.sku] : [])),
  );
  const productOf = (sku: string): ProductFacts | null =>
    Object.hasOwn(products, sku) ? (products[sku] ?? null) : null;
  return Promise.all(
    messages.map(async ({ commandId, request }): Promise<Envelope<CartCommand>> => {
      switch (request.type) {
        case "applyPromoCode": {
          const code = request.code.toUpperCase();
          const promo = await shopping.facts.promoCode(code);
          return { commandId, command: { type: "applyPromoCode", code, promo } };
        }
        case "restoreCart":
        case "forkCart": {
          const reason = `${request.type === "forkCart" ? "Started from" : "Back to"} event ${request.version}`;
          return { commandId, command: await restoreCommand(shopping, shopper, request), reason };
        }
        default:
          return { commandId, command: toCommand(request, productOf) };
      }
    }),
  );
}

/** The command that brings back what a cart of this shopper held after `version` events. */
export async function restoreCommand(
  shopping: Shopping,
  shopper: Shopper,
  { streamId, version }: { readonly streamId: string; readonly version: number },
): Promise<Extract<CartCommand, { type: "restoreCart" }>> {
  const { version: found, state: cart } = await shopping.carts.at(streamId, version);
  const own = cart.status !== "none" && cart.owner === shopper.owner && found === version;
  if (!own) return { type: "restoreCart", target: null, products: {} };
  const target = targetOf(cart);
  return { type: "restoreCart", target, products: await shopping.facts.products(target.lines.map((line) => line.sku)) };
}
