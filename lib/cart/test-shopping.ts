import { randomUUID } from "node:crypto";
import type postgres from "postgres";
import { EventStore } from "@/lib/event-store/event-store";
import { StreamStates } from "@/lib/event-store/stream-states";
import type { Visitor } from "@/lib/identity/visitor";
import { cartDecider, type ProductFacts } from "./cart";
import { promos } from "./cart-arbitraries";
import { checkOut, productFacts } from "./cart-spec";
import { newestCart } from "./queries";
import type { CartRequest } from "./requests";
import { handleForShopper, loadCurrentCart, sendToCart, type CartReply, type Shopping } from "./shopping";
import { standardShipping } from "./shipping";
import { totalsOf } from "./totals";

/** The shelf of the shop in tests. A sealing wax is scarce, the globe is sold out. */
export const shelf: Readonly<Record<string, ProductFacts>> = {
  hourglass: productFacts("hourglass", { available: 100_000 }),
  inkwell: productFacts("inkwell", { available: 100_000 }),
  "sealing-wax": productFacts("sealing-wax", { available: 3 }),
  globe: productFacts("globe", { available: 0 }),
};

/** Shopping on a database of a test's own, with the shelf above. */
export function openShopping(sql: postgres.Sql, products: Readonly<Record<string, ProductFacts>> = shelf): Shopping {
  const store = new EventStore(sql);
  return {
    store,
    carts: new StreamStates(store, cartDecider),
    newestCart: (owner) => newestCart(sql, owner),
    facts: {
      products: async () => products,
      promoCode: async (code) => promos.find((promo) => promo.code === code) ?? null,
    },
  };
}

/** Sends requests as one batch, each as a command of its own. */
export function shop(shopping: Shopping, visitor: Visitor, ...requests: readonly CartRequest[]): Promise<CartReply> {
  const messages = requests.map((request) => ({ commandId: randomUUID() as string, request }));
  return sendToCart(shopping, visitor, messages, randomUUID());
}

/** Places the order for the visitor's cart as it is now. */
export async function placeOrder(shopping: Shopping, visitor: Visitor): Promise<CartReply> {
  const { streamId, state } = await loadCurrentCart(shopping, visitor);
  const expectedTotal =
    state.status === "open" ? totalsOf(state.lines, state.promo, standardShipping.delivery).total : 0;
  const ids = { orderId: streamId.slice("cart-".length), orderNumber: `C-${streamId.slice(-6)}` };
  const command = checkOut({ expectedTotal, ...ids, products: shelf });
  return handleForShopper(shopping, visitor, [{ commandId: randomUUID(), command }], randomUUID());
}

export function add(sku: string, quantity = 1): CartRequest {
  return { type: "addItem", sku, quantity };
}
