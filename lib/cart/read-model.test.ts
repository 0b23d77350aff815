import { expect, test } from "vitest";
import { createTestDatabase } from "@/lib/database/test-database";
import { loadStream } from "@/lib/event-store/test-events";
import { newVisitor } from "@/lib/identity/visitor";
import { forgetReadModels, projectInBatches, shopAtRandom } from "@/lib/projector/test-workload";
import { cartDecider } from "./cart";
import { newestCart } from "./queries";
import { add, openShopping, placeOrder, shop } from "./test-shopping";
import { countItems, subtotalOf } from "./totals";

async function openShop() {
  const sql = (await createTestDatabase()).connect();
  const shopping = openShopping(sql);
  await forgetReadModels(sql);
  const project = () => projectInBatches(sql, shopping.store, [3, 1, 20]);
  return { sql, shopping, project };
}

test("every cart has a row that says what folding its events says", async () => {
  const { sql, shopping, project } = await openShop();
  await shopAtRandom(shopping);
  await project();

  const rows = await sql`
    select stream_id, owner, status, item_count, subtotal, promo_code, version, created_position from cart_summaries order by stream_id`;
  const streams = await sql<{ stream_id: string }[]>`select distinct stream_id from events order by stream_id`;
  const folded = await Promise.all(streams.map(({ stream_id }) => loadStream(shopping.store, cartDecider, stream_id)));
  expect(rows).toEqual(
    folded.map(({ streamId, state, version, events }) => {
      if (state.status === "none") throw new Error(`${streamId} was never created`);
      return {
        stream_id: streamId,
        owner: state.owner,
        status: state.status,
        item_count: countItems(state.lines),
        subtotal: subtotalOf(state.lines),
        promo_code: state.promo?.code ?? null,
        version,
        created_position: events[0]?.position,
      };
    }),
  );
  expect(new Set(rows.map((row) => row.status as string))).toEqual(new Set(["open", "checkedOut"]));
});

test("a cart's row tells when it was made and when it last changed", async () => {
  const { sql, shopping, project } = await openShop();
  const visitor = newVisitor();
  await shop(shopping, visitor, add("hourglass"));
  const { streamId } = await shop(shopping, visitor, add("inkwell"));
  await project();

  const events = await shopping.store.readStream(streamId);
  const [row] = await sql<{ created_at: Date; updated_at: Date }[]>`
    select date_trunc('milliseconds', created_at) as created_at, date_trunc('milliseconds', updated_at) as updated_at from cart_summaries`;
  expect(row?.created_at.toISOString()).toBe(events[0]?.recordedAt);
  expect(row?.updated_at.toISOString()).toBe(events.at(-1)?.recordedAt);
});

test("the newest cart of a shopper is the one made last, and a stranger has none", async () => {
  const { sql, shopping, project } = await openShop();
  const visitor = newVisitor();
  expect(await newestCart(sql, visitor.owner)).toBeUndefined();
  await shop(shopping, visitor, add("hourglass"));
  await placeOrder(shopping, visitor);
  const { streamId } = await shop(shopping, visitor, add("inkwell"));
  await project();

  expect(await newestCart(sql, visitor.owner)).toBe(streamId);
  expect(await newestCart(sql, newVisitor().owner)).toBeUndefined();
});
