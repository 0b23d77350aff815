import type postgres from "postgres";
import { cartDecider } from "@/lib/cart/cart";
import { newestCart } from "@/lib/cart/queries";
import type { Shopping } from "@/lib/cart/shopping";
import { StreamStates } from "@/lib/event-store/stream-states";
import { Projector } from "@/lib/projector/projector";
import { projections } from "@/lib/shop";
import { openCartularyLog } from "./cartulary";

/** What is between the shop's pages and its log. */
interface CartularyShopping {
  readonly sql: postgres.Sql;
  readonly shopping: Shopping;
  /** With all of the shop's projections; not started. */
  readonly projector: Projector;
  close(): Promise<void>;
}

/** Put together as the shop does it, with the same pools; commands bring their facts, so no catalogue is asked. */
export async function openCartularyShopping(url: string): Promise<CartularyShopping> {
  const { sql, wakeUp, store, close } = openCartularyLog(url);
  const projector = new Projector(sql, store, wakeUp, projections);
  const shopping: Shopping = {
    store,
    carts: new StreamStates(store, cartDecider),
    newestCart: (owner) => newestCart(sql, owner),
    facts: { products: async () => ({}), promoCode: async () => null },
  };
  await projector.prepare();
  await wakeUp.listen();
  return {
    sql,
    shopping,
    projector,
    async close() {
      await projector.stop();
      await close();
    },
  };
}
