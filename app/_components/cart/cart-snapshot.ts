import type { Cart, ProductFacts } from "@/lib/cart/cart";
import type { CartEvent } from "@/lib/cart/events";
import type { CommandOutcome } from "@/lib/event-store/handle";
import type { Rejection } from "@/lib/event-store/decider";

/** A cart as the server knows it. */
export interface CartSnapshot {
  /** `visitor:<uuid>`, or empty for a visitor without a cookie. */
  readonly owner: string;
  readonly streamId: string;
  readonly version: number;
  readonly cart: Cart;
  /** What the catalogue says of the products in the cart, by SKU. */
  readonly products: Readonly<Record<string, ProductFacts>>;
  /** Seeds the command ids of plain forms, so that sending one twice counts once. */
  readonly formToken: string;
}

/** What the server action answers to a batch. */
export type CartActionReply =
  | {
      readonly ok: true;
      readonly streamId: string;
      readonly version: number;
      /** For readers that want to see at least this much of the log. */
      readonly position: number;
      readonly outcomes: readonly CommandOutcome<CartEvent>[];
    }
  | { readonly ok: false; readonly rejection: Rejection };
