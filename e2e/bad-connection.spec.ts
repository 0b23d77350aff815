import type { Page, Route } from "@playwright/test";
import { cartLink, expectConfirmed, interceptBatches, lineOf, openCartWith, quantityOf, storedCart } from "./cart";
import { expect, test } from "./shop";

const increase = (page: Page): Promise<void> =>
  page.getByRole("button", { name: "Increase quantity of Goose quill" }).click();
const trouble = (page: Page) => page.getByRole("alert").filter({ hasText: "The shop can’t be reached." });

test.beforeEach(async ({ page, allowComplaint }) => {
  allowComplaint(/net::ERR_(FAILED|INTERNET_DISCONNECTED|NETWORK_CHANGED|CONNECTION_REFUSED)/);
  await openCartWith(page, "goose-quill");
  await expect(quantityOf(page, "Goose quill")).toHaveValue("1");
});

test("a reply that got lost is asked for again, and the press counts once", async ({ page }) => {
  let reached = 0;
  const stop = await interceptBatches(page, async (route) => {
    await route.fetch();
    reached += 1;
    await route.abort();
  });
  await increase(page);
  await expect(trouble(page)).toContainText("Your last change is kept and will be sent again.");
  await expect.poll(() => reached).toBeGreaterThan(1);
  expect(await storedCart(page.request)).toEqual({ "goose-quill": 2 });
  stop();
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(trouble(page)).toBeHidden();
  await expectConfirmed(page);
  await expect(quantityOf(page, "Goose quill")).toHaveValue("2");
  expect(await storedCart(page.request)).toEqual({ "goose-quill": 2 });
});

test("while the shop can't be reached, presses are kept, and Try again sends them once", async ({ page }) => {
  const stop = await interceptBatches(page, (route) => route.abort());
  await increase(page);
  await expect(trouble(page)).toBeVisible();
  await increase(page);
  await expect(trouble(page)).toContainText("Your last 2 changes are kept");
  await expect(quantityOf(page, "Goose quill")).toHaveValue("3");
  await expect(page.getByRole("button", { name: "Check out", exact: true })).toBeDisabled();
  expect(await storedCart(page.request)).toEqual({ "goose-quill": 1 });
  stop();
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(trouble(page)).toBeHidden();
  await expectConfirmed(page);
  expect(await storedCart(page.request)).toEqual({ "goose-quill": 3 });
});

test("a server that answers with an error is tried again, too", async ({ page, allowComplaint }) => {
  allowComplaint(/status of 503/);
  let refused = 0;
  const stop = await interceptBatches(page, async (route) => {
    refused += 1;
    await route.fulfill({ status: 503, body: "Service Unavailable" });
  });
  await increase(page);
  await expect(trouble(page)).toBeVisible();
  await expect.poll(() => refused).toBeGreaterThan(1);
  stop();
  await expectConfirmed(page);
  await expect(trouble(page)).toBeHidden();
  expect(await storedCart(page.request)).toEqual({ "goose-quill": 2 });
});

test("until a late reply is there the page shows what it expects, marks it, and does not check out", async ({
  page,
}) => {
  const held: Route[] = [];
  const stop = await interceptBatches(page, (route) => void held.push(route));
  await increase(page);
  await expect(quantityOf(page, "Goose quill")).toHaveValue("2");
  await expect(lineOf(page, "Goose quill")).toContainText("being confirmed…");
  await expect(page.getByText("Total (being confirmed)")).toBeVisible();
  await expect(page.getByRole("button", { name: "Check out", exact: true })).toBeDisabled();
  await expect(page.getByText("Waiting for your last changes to be confirmed…")).toBeVisible();
  await expect.poll(() => held.length).toBe(1);
  await increase(page);
  await expect(quantityOf(page, "Goose quill")).toHaveValue("3");
  stop();
  await Promise.all(held.map((route) => route.continue()));
  await expectConfirmed(page);
  await expect(lineOf(page, "Goose quill")).not.toContainText("being confirmed…");
  await expect(quantityOf(page, "Goose quill")).toHaveValue("3");
  expect(await storedCart(page.request)).toEqual({ "goose-quill": 3 });
});

test("offline, the cart still answers; online again, it catches up by itself", async ({ page, context }) => {
  await context.setOffline(true);
  await increase(page);
  await expect(trouble(page)).toBeVisible();
  await increase(page);
  await expect(quantityOf(page, "Goose quill")).toHaveValue("3");
  await context.setOffline(false);
  await expectConfirmed(page);
  await expect(trouble(page)).toBeHidden();
  await expect(cartLink(page, 3)).toBeVisible();
  expect(await storedCart(page.request)).toEqual({ "goose-quill": 3 });
});

test("a reload while a reply is due counts the press once", async ({ page }) => {
  let reached = false;
  const stop = await interceptBatches(page, async (route) => {
    await route.fetch();
    // The reply never arrives: the page is gone before it.
    reached = true;
  });
  await increase(page);
  await expect.poll(() => reached).toBe(true);
  stop();
  await page.reload();
  await expectConfirmed(page);
  await expect(quantityOf(page, "Goose quill")).toHaveValue("2");
  expect(await storedCart(page.request)).toEqual({ "goose-quill": 2 });
});

test("a request that arrives after the reload that gave up on it counts once", async ({ page }) => {
  const held: Route[] = [];
  const stop = await interceptBatches(page, (route) => void held.push(route));
  await increase(page);
  await expect.poll(() => held.length).toBe(1);
  stop();
  await page.reload();
  await expectConfirmed(page);
  await expect(quantityOf(page, "Goose quill")).toHaveValue("2");
  const [late] = held.map((route) => route.request());
  if (!late) throw new Error("No batch was held.");
  const reply = await page.request.post(late.url(), {
    headers: await late.allHeaders(),
    data: late.postDataBuffer() ?? Buffer.alloc(0),
  });
  expect(reply.status()).toBe(200);
  expect(await storedCart(page.request)).toEqual({ "goose-quill": 2 });
});

test("nothing queued behind a request in flight is lost by a reload", async ({ page }) => {
  const held: Route[] = [];
  const stop = await interceptBatches(page, (route) => void held.push(route));
  await increase(page);
  await expect.poll(() => held.length).toBe(1);
  for (let press = 0; press < 5; press++) await increase(page);
  await expect(quantityOf(page, "Goose quill")).toHaveValue("7");
  stop();
  await page.reload();
  await expectConfirmed(page);
  await expect(quantityOf(page, "Goose quill")).toHaveValue("7");
  expect(await storedCart(page.request)).toEqual({ "goose-quill": 7 });
});
