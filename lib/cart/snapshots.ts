import { z } from "zod";
import type { SnapshotKind } from "@/lib/event-store/snapshots";
import type { Cart } from "./cart";
import { cartEventData } from "./events";

const { lines, promo } = cartEventData.cartCheckedOut.shape;
const contents = cartEventData.createdCart.extend({ lines: z.array(lines.element), promo });

const cartState: z.ZodType<Cart> = z.discriminatedUnion("status", [
  z.object({ status: z.literal("none") }),
  contents.extend({ status: z.literal("open") }),
  contents.extend({ status: z.literal("checkedOut"), orderId: z.string() }),
  contents.extend({ status: z.literal("setAside") }),
]);

/** Folded carts. A change of `evolve` or of an upcaster that folds the same events to another cart raises the version. */
export const cartSnapshots: SnapshotKind<Cart> = {
  decider: "cart",
  version: 1,
  parse: (json) => cartState.safeParse(json).data,
};
