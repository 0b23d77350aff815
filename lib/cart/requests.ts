import { z } from "zod";
import { mostCommandsPerBatch, mostPerLine } from "./prediction";

const sku = z.string().regex(/^[\w.-]{1,64}$/, "is not a product of this shop");
const unitPrice = z.int().positive().optional();
const quantity = z.int().min(1, "should be at least 1").max(mostPerLine, `should be at most ${mostPerLine}`);

/** The id of a cart's stream. */
export const cartStreamId = z.string().regex(/^cart-[0-9a-f-]{36}$/, "is not a cart");

/** A moment of a history that must be the shopper's own. */
const moment = { streamId: cartStreamId, version: z.int().min(0).max(2_147_483_647) };

const cartRequest = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("addItem"), sku, quantity }),
  z.strictObject({ type: z.literal("changeItemQuantity"), sku, unitPrice, quantity: z.int().min(0).max(mostPerLine) }),
  z.strictObject({ type: z.literal("removeItem"), sku, unitPrice, quantity: quantity.optional() }),
  z.strictObject({
    type: z.literal("applyPromoCode"),
    code: z
      .string()
      .trim()
      .regex(/^[\w-]{1,40}$/, "has letters, digits and dashes only"),
  }),
  z.strictObject({ type: z.literal("removePromoCode") }),
  z.strictObject({ type: z.literal("restoreCart"), ...moment }),
  z.strictObject({ type: z.literal("forkCart"), ...moment }),
]);

/** What a browser may ask of its cart: no prices, no names, no cart. Those are looked up. */
export type CartRequest = z.infer<typeof cartRequest>;

/** One burst of clicks, in order. */
export const cartBatch = z
  .strictObject({
    commands: z
      .array(z.strictObject({ commandId: z.uuid().toLowerCase(), request: cartRequest }))
      .min(1)
      .max(mostCommandsPerBatch),
  })
  .refine(({ commands }) => new Set(commands.map((command) => command.commandId)).size === commands.length, {
    message: "Each command needs an id of its own.",
  })
  .refine(({ commands }) => commands.length === 1 || commands.every(({ request }) => request.type !== "forkCart"), {
    message: "Starting a new cart is a batch of its own.",
  });

export type CartBatch = z.infer<typeof cartBatch>;
