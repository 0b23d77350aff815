import type { Page } from "@playwright/test";
import { cartLink, expectConfirmed, openCartWith } from "./cart";
import { fillCheckout } from "./checkout";
import { expect, test } from "./shop";

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

/** Nothing sticks out to the side, and whatever is tapped is large enough for a finger (WCAG 2.2, 2.5.8). */
async function expectToFit(page: Page): Promise<void> {
  const found = await page.evaluate(() => {
    const targets = [...document.querySelectorAll("a, button, input:not([type=hidden]), select, summary")].filter(
      (element) => {
        const { width, height } = element.getBoundingClientRect();
        const isShown = element.checkVisibility({ visibilityProperty: true }) && width > 1 && height > 1;
        // A link within a sentence is as high as its line; one that covers its card is as large as the card.
        return isShown && !element.closest("p") && getComputedStyle(element, "::after").position !== "absolute";
      },
    );
    const tooSmall = targets.filter((element) => {
      // A slider is held by its thumb, a radio button by its label.
      const handle = element.matches("[type=range]") ? element.parentElement : element.closest("label");
      const { width, height } = (handle ?? element).getBoundingClientRect();
      return width < 24 || height < 24;
    });
    return {
      sticksOut: (document.scrollingElement?.scrollWidth ?? 0) - window.innerWidth,
      tooSmall: tooSmall.map((element) => element.outerHTML.slice(0, 120)),
    };
  });
  expect(found, page.url()).toEqual({ sticksOut: 0, tooSmall: [] });
}

test("a phone is enough to shop and check out", async ({ page }) => {
  await page.goto("/");
  await expectToFit(page);
  await page.getByRole("link", { name: "See the catalogue" }).tap();
  await expect(page.getByRole("heading", { name: "The catalogue", level: 1 })).toBeVisible();
  await expectToFit(page);
  await page.getByRole("list", { name: "Products", exact: true }).getByRole("link", { name: "Goose quill" }).tap();
  await expect(page.getByRole("heading", { name: "Goose quill", level: 1 })).toBeVisible();
  await expectToFit(page);
  await page.getByRole("button", { name: "Add to cart", exact: true }).tap();
  const drawer = page.getByRole("dialog", { name: "Your cart" });
  await expect(drawer).toBeVisible();
  await expectToFit(page);
  await page.getByRole("button", { name: "Add to cart", exact: true }).tap();
  await expect(cartLink(page, 2)).toBeVisible();
  await drawer.getByRole("link", { name: "View cart" }).tap();
  await expect(page).toHaveURL(/\/cart$/);
  await page.getByRole("button", { name: "Increase quantity of Goose quill" }).tap();
  await expectConfirmed(page);
  await expect(page.getByRole("slider", { name: "Cart history" })).toBeVisible();
  await expectToFit(page);
  await page.getByRole("button", { name: "Previous event" }).tap();
  await expect(page.getByText("The cart as it was")).toBeVisible();
  await expectToFit(page);
  await page.getByRole("button", { name: "Back to now" }).tap();
  await page.getByRole("button", { name: "Check out", exact: true }).tap();
  await page.waitForURL("**/checkout");
  await expectToFit(page);
  await page.getByRole("button", { name: "Place order" }).tap();
  await expect(page.getByText("Enter your name.")).toBeVisible();
  await expectToFit(page);
  await fillCheckout(page);
  await page.getByRole("button", { name: "Place order" }).tap();
  await page.waitForURL("**/orders/*");
  await expect(page.getByText("Your order is placed")).toBeVisible();
  await expect(page.getByRole("slider", { name: "Cart history" })).toBeVisible();
  await expectToFit(page);
});

for (const path of ["/catalogue?q=zzzzzz", "/cart", "/orders", "/products/sea-chart-of-the-minch", "/nowhere"]) {
  test(`${path} fits a phone`, async ({ page, allowComplaint }) => {
    allowComplaint(/status of 404 .*\/nowhere/);
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectToFit(page);
  });
}

test("long names and figures of a full cart fit a phone", async ({ page }) => {
  await openCartWith(
    page,
    "wall-map-of-two-hemispheres",
    "vermilion-sealing-wax",
    "three-minute-egg-glass",
    "signet-ring",
  );
  await page.getByRole("textbox", { name: "Quantity of Signet ring, engraved bee", exact: true }).fill("45");
  await page.getByRole("textbox", { name: "Promo code" }).fill("FIRSTFOLIO");
  await page.getByRole("button", { name: "Apply promo code" }).tap();
  await expect(page.getByText("Discount (FIRSTFOLIO)")).toBeVisible();
  await expectToFit(page);
});
