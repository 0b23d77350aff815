import { cartLink, expectTotals, lineOf, quantityOf } from "./cart";
import { fillCheckout } from "./checkout";
import { expect, test } from "./shop";

test.use({ javaScriptEnabled: false });

test("the catalogue is browsed and searched", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("link", { name: "See the catalogue" }).click();
  await page.getByRole("searchbox", { name: "Search" }).fill("hourglas");
  await page.getByRole("combobox", { name: "Sort by" }).selectOption({ label: "Price, low to high" });
  await page.getByRole("button", { name: "Show" }).click();
  const names = page.getByRole("list", { name: "Products", exact: true }).getByRole("heading");
  await expect(names).toHaveText([
    "Three-minute egg glass",
    "Ship’s log glass",
    "Brass hourglass",
    "Turnover wall glass",
    "Winged glass",
    "Sermon glass",
  ]);
  await page.getByRole("searchbox", { name: "Search" }).fill("zzzzzz");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page.getByText("Nothing by that description.")).toBeVisible();
});

test("a cart is filled, changed, checked out and looked back on", async ({ page }) => {
  await page.goto("/products/goose-quill");
  await page.getByRole("button", { name: "Add to cart", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Your cart", level: 1 })).toBeVisible();
  await page.getByRole("button", { name: "Increase quantity of Goose quill" }).click();
  await expect(quantityOf(page, "Goose quill")).toHaveValue("2");
  await page.getByRole("button", { name: "Increase quantity of Goose quill" }).click();
  await expect(quantityOf(page, "Goose quill")).toHaveValue("3");
  await page.getByRole("button", { name: "Decrease quantity of Goose quill" }).click();
  await expect(quantityOf(page, "Goose quill")).toHaveValue("2");
  await quantityOf(page, "Goose quill").fill("4");
  await page.getByRole("button", { name: "Update" }).click();
  await expectTotals(page, { Subtotal: "£30.00", Shipping: "£3.95", Total: "£33.95" });
  await page.goto("/products/reed-pens");
  await page.getByRole("button", { name: "Add to cart", exact: true }).click();
  await expect(cartLink(page, 5)).toBeVisible();
  await page.getByRole("button", { name: "Remove Reed pens, bundle of five" }).click();
  await expect(lineOf(page, "Reed pens, bundle of five")).toHaveCount(0);

  await page.getByRole("textbox", { name: "Promo code" }).fill("NOPE");
  await page.getByRole("button", { name: "Apply promo code" }).click();
  await expect(page.getByRole("alert")).toContainText("There is no such promo code.");
  await page.getByRole("textbox", { name: "Promo code" }).fill("INKWELL");
  await page.getByRole("button", { name: "Apply promo code" }).click();
  await expectTotals(page, { Subtotal: "£30.00", "Discount (INKWELL)": "-£5.00", Shipping: "£3.95", Total: "£28.95" });

  await page.getByRole("button", { name: "Check out", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Checkout", level: 1 })).toBeVisible();
  await fillCheckout(page, { "Full name": "Ada Keeper", Email: "nowhere", Postcode: "YO1 7HH" });
  await page.getByRole("button", { name: "Place order" }).click();
  await expect(page.getByText("Enter an email address like name@example.com.")).toBeVisible();
  await expect(page.getByText("Enter your town or city.")).toBeVisible();
  await expect(page.getByLabel("Full name")).toHaveValue("Ada Keeper");
  await expect(page.getByLabel("Email")).toHaveValue("nowhere");
  await fillCheckout(page);
  await page.getByRole("radio", { name: /^Collect from the shop/ }).check();
  await page.getByRole("button", { name: "Place order" }).click();
  await expect(page.getByText("Thank you, Ada Keeper. Your order is placed.")).toBeVisible();
  await expectTotals(page, {
    Subtotal: "£30.00",
    "Discount (INKWELL)": "-£5.00",
    "Shipping, collect from the shop": "Free",
    Total: "£25.00",
  });
  await page.goto(`${new URL(page.url()).pathname}?v=2`);
  await expect(page.getByText("The cart as it was")).toBeVisible();
  await expect(lineOf(page, "Goose quill")).toContainText("1 × £7.50");
});

test("a moment of the past is a link", async ({ page }) => {
  for (const slug of ["goose-quill", "reed-pens"]) {
    await page.goto(`/products/${slug}`);
    await page.getByRole("button", { name: "Add to cart", exact: true }).click();
    await expect(page.getByRole("heading", { name: "Your cart", level: 1 })).toBeVisible();
  }
  await page.goto("/cart?v=2");
  await expect(page.getByText("The cart as it was")).toBeVisible();
  await expect(lineOf(page, "Goose quill")).toBeVisible();
  await expect(lineOf(page, "Reed pens")).toHaveCount(0);
  await page.goto("/cart");
  await expect(lineOf(page, "Reed pens")).toBeVisible();
});

test("a form that is sent twice counts once", async ({ page }) => {
  await page.goto("/products/goose-quill");
  const form = page.locator("form").filter({ has: page.getByRole("button", { name: "Add to cart", exact: true }) });
  const fields = await form.locator("input").all();
  const pairs = await Promise.all(
    fields.map(async (field) => [await field.getAttribute("name"), await field.inputValue()]),
  );
  const multipart = Object.fromEntries(pairs) as Record<string, string>;
  for (let time = 0; time < 2; time++) expect((await page.request.post(page.url(), { multipart })).status()).toBe(200);
  await page.goto("/cart");
  await expect(cartLink(page, 1)).toBeVisible();
});

test("what cannot be had is refused in words", async ({ page }) => {
  await page.goto("/products/glass-dip-pen");
  await page.getByRole("button", { name: "Add to cart", exact: true }).click();
  await quantityOf(page, "Glass dip pen").fill("4");
  await quantityOf(page, "Glass dip pen").press("Enter");
  await expect(page.getByRole("alert")).toContainText("There are not that many left");
  await expect(quantityOf(page, "Glass dip pen")).toHaveValue("1");
});
