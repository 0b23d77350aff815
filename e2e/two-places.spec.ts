import type { Page } from "@playwright/test";
import { cartLink, expectConfirmed, openCartWith, quantityOf, storedCart } from "./cart";
import { checkOut } from "./checkout";
import { expect, test } from "./shop";

/** How long another tab or device may lag behind what the first has seen confirmed. */
const inStep = { timeout: 1_000 };

const increase = (page: Page): Promise<void> =>
  page.getByRole("button", { name: "Increase quantity of Goose quill" }).click();

test("two tabs show the same cart within a second", async ({ page, context }) => {
  await openCartWith(page, "goose-quill");
  const other = await context.newPage();
  await other.goto("/cart");
  await expect(quantityOf(other, "Goose quill")).toHaveValue("1");

  await increase(page);
  await expectConfirmed(page);
  await expect(quantityOf(other, "Goose quill")).toHaveValue("2", inStep);
  await increase(other);
  await expectConfirmed(other);
  await expect(quantityOf(page, "Goose quill")).toHaveValue("3", inStep);
  await page.getByRole("button", { name: "Remove Goose quill" }).click();
  await expect(cartLink(page, 0)).toBeVisible();
  await expect(page.getByText("Nothing in it yet.")).toBeVisible();
  await expect(cartLink(other, 0)).toBeVisible({ timeout: 2_000 });
});

test("two devices that press at once lose neither's presses", async ({ page, context, openBrowser }) => {
  await openCartWith(page, "goose-quill");
  const other = await openBrowser({ storageState: await context.storageState() });
  await other.goto("/cart");
  await expect(quantityOf(other, "Goose quill")).toHaveValue("1");
  const presses = (where: Page, clickCount: number): Promise<void> =>
    where.getByRole("button", { name: "Increase quantity of Goose quill" }).click({ clickCount });
  await Promise.all([presses(page, 7), presses(other, 5)]);
  await expect(quantityOf(page, "Goose quill")).toHaveValue("13");
  await expect(quantityOf(other, "Goose quill")).toHaveValue("13");
  await Promise.all([expectConfirmed(page), expectConfirmed(other)]);
  expect(await storedCart(page.request)).toEqual({ "goose-quill": 13 });
  await page.reload();
  await expect(quantityOf(page, "Goose quill")).toHaveValue("13");
});

test("a checkout in one tab empties the other, whose next press fills the next cart", async ({ page, context }) => {
  await openCartWith(page, "goose-quill");
  const other = await context.newPage();
  await other.goto("/products/reed-pens");
  await expect(cartLink(other, 1)).toBeVisible();
  await checkOut(page);
  await expect(cartLink(other, 0)).toBeVisible(inStep);
  await other.getByRole("button", { name: "Add to cart", exact: true }).click();
  await expect(cartLink(other, 1)).toBeVisible();
  await expectConfirmed(other);
  expect(await storedCart(page.request)).toEqual({ "reed-pens": 1 });
  await expect(cartLink(page, 1)).toBeVisible(inStep);
});

test("a press on a cart that was checked out elsewhere meanwhile goes to the next one", async ({
  page,
  context,
  openBrowser,
}) => {
  await openCartWith(page, "goose-quill");
  const other = await openBrowser({ storageState: await context.storageState() });
  // This device hears nothing of the other one.
  await other.route("**/api/cart/live", () => {});
  await other.goto("/products/reed-pens");
  await expect(cartLink(other, 1)).toBeVisible();
  await checkOut(page);
  await other.getByRole("button", { name: "Add to cart", exact: true }).click();
  await expect(cartLink(other, 1)).toBeVisible();
  await expectConfirmed(other);
  expect(await storedCart(page.request)).toEqual({ "reed-pens": 1 });
});
