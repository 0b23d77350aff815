import { writeFile, rm } from "node:fs/promises";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { asTest } from "./as-test";
import { decide, evolve, initialState, type Cart, type CartCommand } from "./cart";
import { cartCommand } from "./cart-arbitraries";
import {
  addedItemToCart,
  addItem,
  createCart,
  createdCart,
  given,
  itemRemovedFromCart,
  restoreCart,
  tenPercent,
} from "./cart-spec";
import { partsOf } from "./compare";
import type { CartEvent } from "./events";
import { planRestore, targetOf } from "./restore";

/** What a sequence of commands leads to, as the events of an open cart. */
function historyOf(commands: readonly CartCommand[]): readonly CartEvent[] {
  return [createCart(), ...commands].reduce<readonly CartEvent[]>((events, command) => {
    const decision = decide(command, fold(events));
    return decision.outcome === "decided" ? [...events, ...decision.events] : events;
  }, []);
}

const fold = (events: readonly CartEvent[]): Cart => events.reduce(evolve, initialState);

/** A shop that has enough of everything, at one price a product. */
const atOnePrice = fc.array(cartCommand, { maxLength: 25 }).map((commands) =>
  commands.map((command): CartCommand => {
    if (command.type !== "addItem" && command.type !== "changeItemQuantity") return command;
    return { ...command, product: { name: command.sku, unitPrice: 800, available: 1e6, discontinued: false } };
  }),
);
const enough = (cart: Cart) =>
  Object.fromEntries(
    targetOf(cart).lines.map(({ sku, name, unitPrice }) => [
      sku,
      { name, unitPrice, available: 1e6, discontinued: false },
    ]),
  );

test("a restored cart equals the old one, whatever happened since", () => {
  fc.assert(
    fc.property(atOnePrice, fc.nat(), (commands, pick) => {
      const events = historyOf(commands);
      const then = fold(events.slice(0, 1 + (pick % events.length)));
      const decision = decide({ type: "restoreCart", target: targetOf(then), products: enough(then) }, fold(events));
      const restored = fold([...events, ...(decision.outcome === "decided" ? decision.events : [])]);
      const sorted = (cart: Cart) => [...partsOf(cart)].toSorted(([a], [b]) => a.localeCompare(b));
      expect(sorted(restored)).toEqual(sorted(then));
    }),
  );
});

test("restoring what is so already records nothing", () => {
  const lines = [{ sku: "hourglass", name: "Hourglass", unitPrice: 2500, quantity: 2 }];
  given(createdCart(), addedItemToCart({ sku: "hourglass", quantity: 2 }))
    .when(restoreCart({ lines, promo: null }, { hourglass: {} }))
    .thenNothing();
});

test("what comes back has the price of today, and the shopper is told", () => {
  const target = { lines: [{ sku: "hourglass", name: "Hourglass", unitPrice: 2000, quantity: 2 }], promo: null };
  given(createdCart(), addedItemToCart({ sku: "inkwell" }))
    .when(restoreCart(target, { hourglass: {} }))
    .then(itemRemovedFromCart({ sku: "inkwell" }), addedItemToCart({ sku: "hourglass", quantity: 2, unitPrice: 2500 }));
  const cart = fold([createdCart()]);
  if (cart.status !== "open") throw new Error("The cart should be open.");
  const { notes } = planRestore(cart, target, {
    hourglass: { name: "Hourglass", unitPrice: 2500, available: 1, discontinued: false },
  });
  expect(notes).toEqual(["Only 1 of 2 Hourglass can be had.", "Hourglass cost £20.00 then; it costs £25.00 now."]);
});

test("what sold out stays out, and a moment that isn’t the shopper’s is refused", () => {
  const target = { lines: [{ sku: "hourglass", name: "Hourglass", unitPrice: 2500, quantity: 2 }], promo: null };
  given(createdCart())
    .when(restoreCart(target, { hourglass: { available: 0 } }))
    .thenNothing();
  given(createdCart()).when(restoreCart(null)).thenRejected("unknown-moment");
  given(createdCart())
    .when(addItem({ sku: "hourglass" }))
    .then(addedItemToCart({ sku: "hourglass" }));
});

test("a history copied as a test is a test that passes", async () => {
  const histories = fc.sample(atOnePrice.map(historyOf), { numRuns: 12, seed: 7 });
  const withPromo = historyOf([
    addItem({ sku: "hourglass", quantity: 2 }),
    { type: "applyPromoCode", code: "X", promo: tenPercent },
  ]);
  const tests = [...histories, withPromo].map(asTest);
  const file = "lib/cart/copied-history.test.ts";
  const [firstTest = ""] = tests;
  expect(firstTest).toContain("given(");
  const words = new Set(tests.flatMap((text) => /import \{ (.+) \} from "@/.exec(text)?.[1]?.split(", ") ?? []));
  const bodies = tests.map((text) => text.slice(text.indexOf("test(")));
  const imports = `import { test } from "vitest";\nimport { ${[...words].join(", ")} } from "@/lib/cart/cart-spec";\n`;
  await writeFile(file, imports + bodies.join("\n"));
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ["node_modules/vitest/vitest.mjs", "run", file]);
    expect(stdout).toContain(`${bodies.length} passed`);
  } finally {
    await rm(file);
  }
});
