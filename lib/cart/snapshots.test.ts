import fc from "fast-check";
import { expect, test } from "vitest";
import { createTestDatabase } from "@/lib/database/test-database";
import { Snapshots } from "@/lib/event-store/snapshots";
import { StreamStates } from "@/lib/event-store/stream-states";
import { loadStream } from "@/lib/event-store/test-events";
import { newVisitor } from "@/lib/identity/visitor";
import { cartDecider, decide, evolve, initialState, type Cart } from "./cart";
import { cartCommand, cartEvent, checkOutOf } from "./cart-arbitraries";
import { createCart, createdCart, setCartAside } from "./cart-spec";
import { cartSnapshots } from "./snapshots";
import { add, openShopping, shop } from "./test-shopping";

function throughJson(cart: Cart): Cart | undefined {
  return cartSnapshots.parse(JSON.parse(JSON.stringify(cart)));
}

test("a cart that commands led to is the same cart after it was kept as JSON", () => {
  const closing = fc.constantFrom(
    [],
    [setCartAside()],
    [0, 500, 2500].map((total) => checkOutOf(total, 0)),
  );
  fc.assert(
    fc.property(fc.array(cartCommand, { maxLength: 30 }), closing, (commands, last) => {
      const cart = [createCart(), ...commands, ...last].reduce((before: Cart, command) => {
        const decision = decide(command, before);
        return decision.outcome === "decided" ? decision.events.reduce(evolve, before) : before;
      }, initialState);
      expect(throughJson(cart)).toStrictEqual(cart);
    }),
    { numRuns: 300 },
  );
});

test("so is one that any events led to, in any order", () => {
  fc.assert(
    fc.property(fc.boolean(), fc.array(cartEvent, { maxLength: 40 }), (created, events) => {
      const cart = [...(created ? [createdCart()] : []), ...events].reduce(evolve, initialState);
      expect(throughJson(cart)).toStrictEqual(cart);
    }),
    { numRuns: 500 },
  );
});

test.each([null, 7, "open", [], {}, { status: "open" }, { status: "lost" }, { status: "checkedOut", lines: [] }])(
  "%j is no cart",
  (json) => {
    expect(cartSnapshots.parse(json)).toBeUndefined();
  },
);

test("eight tabs add to one cart while its snapshots are taken, deleted and spoilt: nothing is lost, nothing is doubled", async () => {
  const database = await createTestDatabase();
  const sql = database.connect();
  const shopping = openShopping(sql);
  const visitor = newVisitor();
  const { streamId } = await shop(shopping, visitor, add("hourglass"));
  // Nothing is remembered, so that each command goes by a snapshot or the whole stream.
  const forgetful = () => {
    const snapshots = new Snapshots(sql, shopping.store, cartSnapshots);
    const carts = new StreamStates(shopping.store, cartDecider, { mostStreams: 0, snapshots, snapshotEvery: 3 });
    return { ...shopping, carts };
  };
  let shoppingGoesOn = true;
  const meddle = async () => {
    const meddler = database.connect(1);
    let spoilt = 0;
    while (shoppingGoesOn) {
      const deleted = await meddler`delete from snapshots`;
      const changed = await meddler`update snapshots set state = state || '{"lines": []}'`;
      spoilt += deleted.count + changed.count;
    }
    return spoilt;
  };
  const tab = async () => {
    const own = forgetful();
    for (let n = 0; n < 15; n += 1) await shop(own, visitor, add("hourglass"));
  };
  const meddling = meddle();
  await Promise.all(Array.from({ length: 8 }, tab));
  shoppingGoesOn = false;

  expect(await meddling).toBeGreaterThan(0);
  const { state, version } = await loadStream(shopping.store, cartDecider, streamId);
  expect(version).toBe(122);
  expect(state).toMatchObject({ lines: [{ sku: "hourglass", quantity: 121 }] });
  expect(await forgetful().carts.latest(streamId)).toEqual({ version, state });
});
