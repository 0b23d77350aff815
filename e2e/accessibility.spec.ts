import { expectAccessible } from "./accessible";
import { expectConfirmed, fillCart, openCartWith } from "./cart";
import { checkOut } from "./checkout";
import { expect, test } from "./shop";

for (const [what, path] of [
  ["the home page", "/"],
  ["the catalogue", "/catalogue"],
  ["a search that finds nothing", "/catalogue?q=zzzzzz"],
  ["a product", "/products/brass-hourglass"],
  ["a product out of stock", "/products/verdigris-ink"],
  ["a discontinued product", "/products/sea-chart-of-the-minch"],
  ["an empty cart", "/cart"],
  ["an empty list of orders", "/orders"],
  ["an address that leads nowhere", "/nowhere"],
] as const) {
  test(`${what} can be used by everyone`, async ({ page, allowComplaint }) => {
    allowComplaint(/status of 404 .*\/nowhere/);
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectAccessible(page);
  });
}

test("the drawer can be used by everyone", async ({ page }) => {
  await fillCart(page.request, "brass-hourglass", "goose-quill");
  await page.goto("/products/iron-gall-ink");
  await page.getByRole("button", { name: "Add to cart", exact: true }).click();
  await expect(page.getByRole("dialog", { name: "Your cart" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Check out", exact: true })).toBeEnabled();
  await expectAccessible(page);
});

test("a full cart and its past can be used by everyone", async ({ page }) => {
  await openCartWith(page, "brass-hourglass", "goose-quill", "iron-gall-ink");
  await expect(page.getByRole("slider", { name: "Cart history" })).toBeVisible();
  await page.getByRole("textbox", { name: "Promo code" }).fill("NOPE");
  await page.getByRole("button", { name: "Apply promo code" }).click();
  await expect(page.getByText("There is no promo code")).toBeVisible();
  await page.getByRole("button", { name: "Remove Goose quill" }).click();
  await expect(page.getByRole("button", { name: "Undo" })).toBeVisible();
  await expectConfirmed(page);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Previous event" }).click();
  await expect(page.getByText("The cart as it was")).toBeVisible();
  await page.getByText("Event as stored").click();
  await expectAccessible(page);
});

test("checkout can be used by everyone, its errors included", async ({ page }) => {
  await fillCart(page.request, "goose-quill");
  await page.goto("/checkout");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Place order" }).click();
  await expect(page.getByText("Enter your name.")).toBeVisible();
  await expectAccessible(page);
});

test("an order and the list of orders can be used by everyone", async ({ page }) => {
  await openCartWith(page, "goose-quill");
  await checkOut(page);
  await expect(page.getByRole("slider", { name: "Cart history" })).toBeVisible();
  await expectAccessible(page);
  await page.goto("/orders");
  await expect(page.getByRole("list", { name: "Orders" })).toBeVisible();
  await expectAccessible(page);
});

test("a shop that can't be reached says so to everyone", async ({ page, allowComplaint }) => {
  allowComplaint(/net::ERR_FAILED/);
  await openCartWith(page, "goose-quill");
  await page.route("**/cart", (route) => (route.request().method() === "POST" ? route.abort() : route.fallback()));
  await page.getByRole("button", { name: "Increase quantity of Goose quill" }).click();
  await expect(page.getByRole("button", { name: "Try again" })).toBeVisible();
  await expectAccessible(page);
});
