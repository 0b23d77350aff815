import fc from "fast-check";
import { expect, test } from "vitest";
import { blame } from "@/lib/time-travel/blame";
import { evolve, initialState, type Cart } from "./cart";
import { cartEvent } from "./cart-arbitraries";
import {
  addedItemToCart,
  createdCart,
  itemQuantityChanged,
  itemRemovedFromCart,
  promoCodeApplied,
  tenPercent,
} from "./cart-spec";
import { compareCarts, describeDifference, partsOf, touchedBy } from "./compare";
import type { CartEvent } from "./events";

const fold = (events: readonly CartEvent[]): Cart => events.reduce(evolve, initialState);

test("two moments are compared in the shop's words", () => {
  const before = [
    createdCart(),
    addedItemToCart({ sku: "hourglass" }),
    addedItemToCart({ sku: "inkwell", quantity: 2 }),
  ];
  const since = [
    itemRemovedFromCart({ sku: "hourglass" }),
    itemQuantityChanged({ sku: "inkwell", from: 2, to: 5 }),
    addedItemToCart({ sku: "globe", quantity: 3 }),
    promoCodeApplied(tenPercent),
  ];
  const differences = compareCarts(fold(before), fold([...before, ...since]));
  expect(differences.map(describeDifference)).toEqual([
    "1 Hourglass removed",
    "Inkwell: 2 became 5",
    "3 globe added",
    "Promo code FIRSTFOLIO applied",
  ]);
});

test("an event changes no part but those it says it touches, so blame by touch is blame by change", () => {
  fc.assert(
    fc.property(fc.array(cartEvent, { maxLength: 30 }), (later) => {
      const events = [createdCart(), ...later];
      for (let moment = 1; moment <= events.length; moment += 1) {
        const event = events[moment - 1];
        const changes = compareCarts(fold(events.slice(0, moment - 1)), fold(events.slice(0, moment)));
        const touched = event ? touchedBy(event) : [];
        for (const { key } of changes) expect(touched).toContain(key);
      }
      const parts = partsOf(fold(events));
      const blamed = blame((moment) => events[moment - 1], events.length, parts.keys(), touchedBy);
      expect([...blamed.keys()].toSorted()).toEqual([...parts.keys()].toSorted());
    }),
  );
});
