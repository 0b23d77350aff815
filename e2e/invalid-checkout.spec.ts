import type { EventsReply } from "@/app/api/events-response";
import { fillCart, openCartWith, storedCart } from "./cart";
import { fillCheckout, guest } from "./checkout";
import { expect, test } from "./shop";

test.beforeEach(async ({ page }) => {
  await fillCart(page.request, "goose-quill");
  await page.goto("/checkout");
});

test("each field says what is wrong, the first gets the focus, and nothing is stored", async ({ page }) => {
  await page.getByRole("button", { name: "Place order" }).click();
  for (const [label, problem] of [
    ["Full name", "Enter your name."],
    ["Email", "Enter your email address."],
    ["Street address", "Enter your street and number."],
    ["Town or city", "Enter your town or city."],
    ["Postcode", "Enter your postcode."],
  ] as const) {
    await expect(page.getByLabel(label, { exact: true })).toHaveAccessibleDescription(problem);
    await expect(page.getByLabel(label, { exact: true })).toHaveAttribute("aria-invalid", "true");
  }
  await expect(page.getByLabel("Full name")).toBeFocused();

  await fillCheckout(page, { ...guest, Email: "ada at home", Postcode: "?" });
  await page.getByRole("radio", { name: /^Express courier/ }).check();
  await page.getByRole("combobox", { name: "Country" }).selectOption("France");
  await page.getByRole("button", { name: "Place order" }).click();
  const email = page.getByLabel("Email", { exact: true });
  await expect(email).toHaveAccessibleDescription("Enter an email address like name@example.com.");
  await expect(page.getByLabel("Postcode")).toHaveAccessibleDescription("Enter a postcode like YO1 7HH.");
  await expect(email).toBeFocused();
  await expect(email).toHaveValue("ada at home");
  await expect(page.getByLabel("Full name")).toHaveValue("Ada Keeper");
  await expect(page.getByLabel("Town or city")).toHaveValue("York");
  await expect(page.getByRole("combobox", { name: "Country" })).toHaveValue("France");
  await expect(page.getByRole("radio", { name: /^Express courier/ })).toBeChecked();
  await expect(page.getByLabel("Full name")).toHaveAttribute("aria-invalid", "false");

  const history = (await (await page.request.get("/api/cart/events")).json()) as EventsReply;
  expect(history.events.map(({ event }) => event.type)).toEqual(["createdCart", "addedItemToCart"]);
  await page.goto("/orders");
  await expect(page.getByText("No orders yet.")).toBeVisible();
});

test("a declined payment charges nothing, and another one places the order", async ({ page }) => {
  await fillCheckout(page);
  await page.getByRole("radio", { name: /^Test card, declined/ }).check();
  await page.getByRole("button", { name: "Place order" }).click();
  await expect(
    page.getByText("The test payment was declined, as asked. Nothing was charged; choose another."),
  ).toBeVisible();
  await expect(page.getByLabel("Full name")).toHaveValue("Ada Keeper");
  expect(await storedCart(page.request)).toEqual({ "goose-quill": 1 });
  await page.getByRole("radio", { name: /^Test card, approved/ }).check();
  await page.getByRole("button", { name: "Place order" }).click();
  await page.waitForURL("**/orders/*");
});

test("a double click on Place order makes one order", async ({ page }) => {
  await fillCheckout(page);
  await page.getByRole("button", { name: "Place order" }).dblclick();
  await page.waitForURL("**/orders/*");
  await page.goto("/orders");
  await expect(page.getByRole("list", { name: "Orders" }).getByRole("listitem")).toHaveCount(1);
  expect(await storedCart(page.request)).toEqual({});
});

test("a cart that grew in another tab is not sold at the old total", async ({ page }) => {
  await fillCheckout(page);
  await page.route("**/api/cart/live", () => {});
  await fillCart(page.request, "reed-pens");
  await page.getByRole("button", { name: "Place order" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "The total is now £22.45." })).toBeVisible();
  expect(await storedCart(page.request)).toEqual({ "goose-quill": 1, "reed-pens": 1 });
});

test("an empty cart has nothing to check out", async ({ openBrowser }) => {
  const page = await openBrowser();
  await page.goto("/checkout");
  await expect(page).toHaveURL(/\/cart/);
  await expect(page.getByText("Your cart is empty. Add something before you check out.")).toBeVisible();
  await openCartWith(page, "goose-quill");
  await expect(page.getByText("Your cart is empty.")).toBeHidden();
});
