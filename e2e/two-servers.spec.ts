import { storedCart } from "./cart";
import { batchOf, findDoor } from "./commands";
import { expect, test } from "./shop";
import { startWebServer } from "./web-server";

test("of 20 additions to one cart at once, by two servers of the shop, each is accepted and counted", async ({
  page,
  shop,
  openBrowser,
}) => {
  const second = await startWebServer(shop.databaseUrl);
  const other = await openBrowser({ baseURL: second.url });
  try {
    const one = await findDoor(page, "reed-pens");
    await other.context().addCookies(await page.context().cookies());
    const two = await findDoor(other, "reed-pens");

    const additions = Array.from({ length: 20 }, (_, index) =>
      (index % 2 === 0 ? one : two).send(batchOf({ type: "addItem", sku: "goose-quill", quantity: 1 })),
    );
    const replies = await Promise.all(additions);

    const accepted = { ok: true, outcomes: [expect.objectContaining({ outcome: "accepted" })] };
    expect(replies).toEqual(Array(20).fill(expect.objectContaining(accepted)));
    const versions = replies.map((reply) => (reply.ok ? reply.version : 0));
    expect(new Set(versions).size).toBe(20);
    const cart = { "reed-pens": 2, "goose-quill": 20 };
    expect(await storedCart(page.request)).toEqual(cart);
    expect(await storedCart(other.request)).toEqual(cart);
  } finally {
    // A page listens to its server, which would wait for it.
    await other.close();
    await second.stop();
  }
});
