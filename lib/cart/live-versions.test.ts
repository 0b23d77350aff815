import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { createTestDatabase } from "@/lib/database/test-database";
import { EventStore } from "@/lib/event-store/event-store";
import { WakeUp } from "@/lib/event-store/wake-up";
import { newVisitor } from "@/lib/identity/visitor";
import { liveVersions } from "./live-versions";
import { add, openShopping, placeOrder, shop } from "./test-shopping";

/** A shopper's cart, and a page that follows it; `leftBehind` counts what still listens for the page. */
async function openPage({ heartbeatMs = 60_000 } = {}) {
  const database = await createTestDatabase();
  const sql = database.connect(2);
  const real = new WakeUp(sql);
  const store = new EventStore(sql, (streamIds) => real.appended(streamIds));
  const shopping = { ...openShopping(sql), store };
  const shopper = newVisitor();
  let listening = 0;
  const wakeUp: Pick<WakeUp, "onAppendTo"> = {
    onAppendTo(streamId, listener) {
      listening += 1;
      const stop = real.onAppendTo(streamId, listener);
      return () => {
        listening -= 1;
        return stop();
      };
    },
  };
  const page = new AbortController();
  const versions = liveVersions({ shopping, wakeUp, shopper, ended: page.signal, heartbeatMs });
  const leftBehind = (): number => listening + getEventListeners(page.signal, "abort").length;
  return { sql, shopping, shopper, page, versions, leftBehind };
}

test("a page hears of its cart, of each change, and after a checkout of the next cart", async () => {
  const { shopping, shopper, versions } = await openPage();
  const { streamId } = await shop(shopping, shopper, add("hourglass"));
  expect(await versions.next()).toEqual({ done: false, value: { streamId, version: 2 } });
  await shop(shopping, shopper, add("inkwell"));
  expect((await versions.next()).value).toEqual({ streamId, version: 3 });

  await placeOrder(shopping, shopper);
  const { value } = await versions.next();
  expect(value).toMatchObject({ version: 0 });
  const next = await shop(shopping, shopper, add("hourglass"));
  expect((await versions.next()).value).toEqual({ streamId: next.streamId, version: 2 });
  expect(value).toEqual({ streamId: next.streamId, version: 0 });
});

test("a page whose cart is left alone hears a sign of life", async () => {
  const { versions } = await openPage({ heartbeatMs: 10 });
  await versions.next();
  expect(await versions.next()).toEqual({ done: false, value: undefined });
});

test("a page that listens for long costs no more than at first, and nothing once it is gone", async () => {
  const { shopping, shopper, page, versions, leftBehind } = await openPage();
  await versions.next();
  const atFirst = leftBehind();
  for (let change = 0; change < 20; change += 1) {
    const heard = versions.next();
    await shop(shopping, shopper, add("hourglass"));
    await heard;
  }
  expect(leftBehind()).toBe(atFirst);
  const last = versions.next();
  page.abort();
  expect((await last).done).toBe(true);
  expect(leftBehind()).toBe(0);
});

test("a page that stops in the middle, or whose database fails, leaves nothing behind either", async () => {
  const stopped = await openPage();
  await stopped.versions.next();
  await stopped.versions.return();
  expect(stopped.leftBehind()).toBe(0);

  const failing = await openPage();
  await failing.versions.next();
  await shop(failing.shopping, failing.shopper, add("hourglass"));
  await failing.sql.end();
  await expect(failing.versions.next()).rejects.toThrow("CONNECTION_ENDED");
  expect(failing.leftBehind()).toBe(0);
});
