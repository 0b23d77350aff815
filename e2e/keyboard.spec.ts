import type { Locator, Page } from "@playwright/test";
import { cartLink, expectConfirmed, lineOf, openCartWith, quantityOf } from "./cart";
import { guest } from "./checkout";
import { expect, test } from "./shop";

const mostStops = 120;

/** Presses Tab until the target has the focus; each stop on the way must show that it has it. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let stop = 0; stop < mostStops; stop++) {
    await page.keyboard.press("Tab");
    const isThere = await target.evaluate((element) => element === document.activeElement);
    expect(await isFocusVisible(page), `the focus is visible at stop ${stop + 1}`).toBe(true);
    if (isThere) return;
  }
  throw new Error(`Tab did not reach ${String(target)}.`);
}

/** An outline on the element itself or on what stands for it: a slider's thumb, the card around a radio button. */
async function isFocusVisible(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const isOutlined = (element: Element): boolean => {
      const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
      return outlineStyle !== "none" && Number.parseFloat(outlineWidth) > 0 && !/, 0\)|transparent/.test(outlineColor);
    };
    for (
      let element = document.activeElement, depth = 0;
      element && depth < 3;
      element = element.parentElement, depth++
    ) {
      if (element === document.body || isOutlined(element)) return true;
    }
    return false;
  });
}

test("a shopper without a mouse gets from the home page to a placed order", async ({ page }) => {
  await page.goto("/");
  await tabTo(page, page.getByRole("link", { name: "See the catalogue" }));
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/catalogue/);
  await tabTo(page, page.getByRole("searchbox", { name: "Search" }));
  await page.keyboard.type("goose");
  await expect(page).toHaveURL(/q=goose$/);
  const products = page.getByRole("list", { name: "Products", exact: true });
  await expect(products.getByRole("heading").first()).toHaveText("Goose quill");
  const product = products.getByRole("link", { name: "Goose quill" });
  await tabTo(page, product);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Goose quill", level: 1 })).toBeVisible();
  await tabTo(page, page.getByRole("button", { name: "Add to cart", exact: true }));
  await page.keyboard.press("Enter");
  const drawer = page.getByRole("dialog", { name: "Your cart" });
  await expect(drawer).toBeVisible();
  await expect(page.getByRole("button", { name: "Add to cart", exact: true })).toBeFocused();
  await page.keyboard.press("Space");
  await expect(cartLink(page, 2)).toBeVisible();
  await tabTo(page, drawer.getByRole("link", { name: "View cart" }));
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/cart$/);

  await tabTo(page, page.getByRole("button", { name: "Increase quantity of Goose quill" }));
  await page.keyboard.press("Enter");
  await expect(quantityOf(page, "Goose quill")).toHaveValue("3");
  await expectConfirmed(page);
  await tabTo(page, page.getByRole("button", { name: "Check out", exact: true }));
  await page.keyboard.press("Enter");
  await page.waitForURL("**/checkout");
  for (const [label, value] of Object.entries(guest)) {
    await tabTo(page, page.getByLabel(label, { exact: true }));
    await page.keyboard.type(value);
  }
  await tabTo(page, page.getByRole("radio", { name: /^Standard post/ }));
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("radio", { name: /^Express courier/ })).toBeChecked();
  await tabTo(page, page.getByRole("button", { name: "Place order" }));
  await page.keyboard.press("Enter");
  await page.waitForURL("**/orders/*");
  await expect(page.getByText("Your order is placed")).toBeVisible();
  await tabTo(page, page.getByRole("slider", { name: "Cart history" }));
  await page.keyboard.press("ArrowLeft");
  await expect(page.getByText("The cart as it was")).toBeVisible();
  await tabTo(page, page.getByRole("button", { name: "Next event" }));
});

test("the first Tab offers to skip to the content", async ({ page }) => {
  await page.goto("/catalogue");
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to content" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("searchbox", { name: "Search" })).toBeFocused();
});

test("after Remove the focus is on Undo, and Undo brings the line back", async ({ page }) => {
  await openCartWith(page, "goose-quill", "reed-pens");
  await tabTo(page, page.getByRole("button", { name: "Remove Goose quill" }));
  await page.keyboard.press("Enter");
  await expect(lineOf(page, "Goose quill")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Undo" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(lineOf(page, "Goose quill")).toBeVisible();
  await expectConfirmed(page);
});

test("Escape closes the drawer and leaves the focus where it was", async ({ page }) => {
  await page.goto("/products/goose-quill");
  await tabTo(page, page.getByRole("button", { name: "Add to cart", exact: true }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Your cart" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog", { name: "Your cart" })).toBeHidden();
  await expect(page.getByRole("button", { name: "Add to cart", exact: true })).toBeFocused();
});
