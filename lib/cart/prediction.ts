import type { Rejection } from "@/lib/event-store/decider";
import type { Envelope } from "@/lib/event-store/handle";
import { decide, evolve, initialState, type Cart, type CartCommand, type ProductFacts } from "./cart";
import type { CartRequest } from "./requests";
import { standardShipping } from "./shipping";

// From requests to commands, alike in the browser and on the server: so that both decide the same.

/** The most of one product that a shopper can ask for at once. */
export const mostPerLine = 999;
export const mostCommandsPerBatch = 100;

/** A request with its id, as the browser sends it. */
export interface CartMessage {
  readonly commandId: string;
  readonly request: CartRequest;
}

/** The uuid in a cart's stream id; its order bears the same one. */
export function cartIdOf(streamId: string): string {
  return streamId.slice("cart-".length);
}

/** The command that a cart begins with; the browser predicts the same one. */
export function openingOf(streamId: string, owner: string): Envelope<CartCommand> {
  const { delivery } = standardShipping;
  return { commandId: cartIdOf(streamId), command: { type: "createCart", owner, currency: "GBP", delivery } };
}

/** Adds to a request the facts it depends on. The browser uses it too, with the facts that its page shows. */
export function toCommand(
  request: Exclude<CartRequest, { type: "applyPromoCode" | "restoreCart" | "forkCart" }>,
  productOf: (sku: string) => ProductFacts | null,
): CartCommand {
  switch (request.type) {
    case "addItem":
    case "changeItemQuantity":
      return { ...request, product: productOf(request.sku) };
    case "removeItem":
    case "removePromoCode":
      return request;
  }
}

/** A cart as confirmed, and whose it is. */
export interface PredictionBase {
  readonly streamId: string;
  readonly owner: string;
  readonly cart: Cart;
}

/** Facts by SKU; what is missing is not known here. */
export type KnownProducts = Readonly<Record<string, ProductFacts>>;

/** The cart as it will most likely be once the server has decided on these messages, in this order. */
export function predict(base: PredictionBase, messages: readonly CartMessage[], products: KnownProducts): Cart {
  return messages.reduce((cart, { request }) => {
    const command = knownCommand(request, products);
    if (!command) return cart;
    const open = opened({ ...base, cart });
    const decision = decide(command, open);
    return decision.outcome === "decided" ? decision.events.reduce(evolve, open) : cart;
  }, base.cart);
}

/** Why the server would refuse this request, as far as can be known here. */
export function predictRefusal(
  base: PredictionBase,
  request: CartRequest,
  products: KnownProducts,
): Rejection | undefined {
  const command = knownCommand(request, products);
  const decision = command && decide(command, opened(base));
  return decision?.outcome === "rejected" ? decision.rejection : undefined;
}

/** The cart with the event that opens it, if it has none yet. */
export function opened({ streamId, owner, cart }: PredictionBase): Cart {
  if (cart.status !== "none") return cart;
  const decision = decide(openingOf(streamId, owner).command, initialState);
  return decision.outcome === "decided" ? decision.events.reduce(evolve, initialState) : cart;
}

/** Undefined when it depends on facts that are not known here: then only the server can decide. */
function knownCommand(request: CartRequest, products: KnownProducts): CartCommand | undefined {
  if (request.type === "applyPromoCode" || request.type === "restoreCart" || request.type === "forkCart")
    return undefined;
  if ("sku" in request && request.type !== "removeItem" && !Object.hasOwn(products, request.sku)) return undefined;
  return toCommand(request, (sku) => products[sku] ?? null);
}
