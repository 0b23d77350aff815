import { cartLink, countBatches, expectConfirmed, openCartWith, quantityOf, storedCart } from "./cart";
import { expect, test } from "./shop";

test("twenty fast presses of Increase are twenty more, in a few batches, one at a time", async ({ page }) => {
  await openCartWith(page, "goose-quill");
  const batches = countBatches(page);
  await page.getByRole("button", { name: "Increase quantity of Goose quill" }).click({ clickCount: 20 });
  await expect(quantityOf(page, "Goose quill")).toHaveValue("21");
  await expectConfirmed(page);
  await expect(quantityOf(page, "Goose quill")).toHaveValue("21");
  expect(batches.sent).toBeLessThan(10);
  expect(batches.mostAtOnce).toBe(1);
  expect(await storedCart(page.request)).toEqual({ "goose-quill": 21 });
  await page.reload();
  await expect(quantityOf(page, "Goose quill")).toHaveValue("21");
  await expect(cartLink(page, 21)).toBeVisible();
});

test("twenty presses of Add to cart, one after the other, are twenty in the cart", async ({ page }) => {
  await page.goto("/products/iron-gall-ink");
  const batches = countBatches(page);
  for (let press = 1; press <= 20; press++) {
    await page.getByRole("button", { name: "Add to cart", exact: true }).click();
    await expect(cartLink(page, press)).toBeVisible();
  }
  await expectConfirmed(page);
  await expect(cartLink(page, 20)).toBeVisible();
  expect(batches.sent).toBeLessThan(20);
  expect(batches.mostAtOnce).toBe(1);
  expect(await storedCart(page.request)).toEqual({ "iron-gall-ink": 20 });
  await page.reload();
  await expect(cartLink(page, 20)).toBeVisible();
});

test("a burst of presses on Add to cart goes in fewer than ten batches", async ({ page }) => {
  await page.goto("/products/iron-gall-ink");
  const batches = countBatches(page);
  await page.getByRole("button", { name: "Add to cart", exact: true }).click({ clickCount: 20 });
  await expect(cartLink(page, 20)).toBeVisible();
  await expectConfirmed(page);
  expect(batches.sent).toBeLessThan(10);
  expect(batches.mostAtOnce).toBe(1);
  expect(await storedCart(page.request)).toEqual({ "iron-gall-ink": 20 });
});

test("a press before the page has come to life counts, too", async ({ page }) => {
  let release = (): void => {};
  const clicked = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/*.js", async (route) => {
    await clicked;
    await route.continue();
  });
  await page.goto("/products/iron-gall-ink", { waitUntil: "commit" });
  await page.getByRole("button", { name: "Add to cart", exact: true }).click({ clickCount: 3 });
  release();
  await expect(cartLink(page, 3)).toBeVisible();
  await expectConfirmed(page);
  expect(await storedCart(page.request)).toEqual({ "iron-gall-ink": 3 });
});
