import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createTestDatabase } from "@/lib/database/test-database";
import { eventIdOf } from "@/lib/event-store/derived-id";
import { newVisitor } from "@/lib/identity/visitor";
import { decide, evolve, initialState, type Cart, type CartCommand } from "./cart";
import { cartRequest, promos } from "./cart-arbitraries";
import type { CartEvent } from "./events";
import { openingOf, toCommand, type CartMessage } from "./prediction";
import { loadCurrentCart, sendToCart } from "./shopping";
import { openShopping, shelf } from "./test-shopping";

interface Predicted {
  readonly cart: Cart;
  readonly events: readonly { readonly id: string; readonly type: string }[];
}

/** What a page predicts of one click, with nothing but what it shows. */
function predict(before: Predicted, streamId: string, owner: string, { commandId, request }: CartMessage): Predicted {
  const opening = before.cart.status === "none" ? [openingOf(streamId, owner)] : [];
  const after = [...opening, { commandId, command: asCommand(request) }].reduce((predicted, envelope) => {
    const decision = decide(envelope.command, predicted.cart);
    const decided: readonly CartEvent[] = decision.outcome === "decided" ? decision.events : [];
    const idOf = (index: number) => (envelope.commandId === commandId ? eventIdOf(commandId, index) : "the opening's");
    const events = decided.map(({ type }, index) => ({ id: idOf(index), type }));
    return { cart: decided.reduce(evolve, predicted.cart), events: [...predicted.events, ...events] };
  }, before);
  return after.events.length - before.events.length > opening.length ? after : before;
}

function asCommand(request: CartMessage["request"]): CartCommand {
  if (request.type === "restoreCart" || request.type === "forkCart") throw new Error("Not predicted in a browser.");
  if (request.type !== "applyPromoCode")
    return toCommand(request, (sku) => (Object.hasOwn(shelf, sku) ? (shelf[sku] ?? null) : null));
  const code = request.code.toUpperCase();
  return { type: "applyPromoCode", code, promo: promos.find((promo) => promo.code === code) ?? null };
}

test("what the page predicts is what the shop decides, however the clicks are cut into batches", async () => {
  const shopping = openShopping((await createTestDatabase()).connect());
  const batches = fc.array(fc.array(cartRequest, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 6 });

  await fc.assert(
    fc.asyncProperty(batches, async (script) => {
      const visitor = newVisitor();
      const { streamId } = await loadCurrentCart(shopping, visitor);
      let predicted: Predicted = { cart: initialState, events: [] };
      for (const requests of script) {
        const messages = requests.map((request) => ({ commandId: randomUUID() as string, request }));
        predicted = messages.reduce((before, message) => predict(before, streamId, visitor.owner, message), predicted);
        const reply = await sendToCart(shopping, visitor, messages, randomUUID());
        expect(reply.state).toEqual(predicted.cart);
      }
      const stored = await shopping.store.readStream(streamId);
      const idOf = ({ version, eventId }: { version: number; eventId: string }) =>
        version === 1 ? "the opening's" : eventId;
      expect(stored.map((each) => ({ id: idOf(each), type: each.event.type }))).toEqual(predicted.events);
    }),
    { numRuns: 60 },
  );
});
