import { cartLink, expectConfirmed, expectTotals, lineOf, openCartWith, quantityOf, shownLines } from "./cart";
import { checkOut, fillCheckout } from "./checkout";
import { expect, test } from "./shop";

test("a product is found as you type, mistakes included, and the address keeps the search", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("link", { name: "See the catalogue" }).click();
  await expect(page.getByRole("heading", { name: "The catalogue", level: 1 })).toBeVisible();
  const search = page.getByRole("searchbox", { name: "Search" });
  const products = page.getByRole("list", { name: "Products", exact: true });
  for (const [typed, name] of [
    ["leger", "Clothbound ledger"],
    ["vermillion", "Vermilion sealing wax"],
    ["hourglas", "Brass hourglass"],
  ] as const) {
    await search.fill("");
    await search.pressSequentially(typed);
    await expect(page).toHaveURL(new RegExp(`[?&]q=${typed}$`));
    await expect(products.getByRole("link", { name, exact: true })).toBeVisible();
  }
  await products.getByRole("link", { name: "Brass hourglass", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Brass hourglass", level: 1 })).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(/q=hourglas$/);
  await expect(search).toHaveValue("hourglas");
  await expect(products.getByRole("link", { name: "Brass hourglass", exact: true })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("heading", { name: "The shelves" })).toBeVisible();
});

test("the shelves can be narrowed by category and price, and put in order", async ({ page }) => {
  await page.goto("/catalogue");
  await page.getByRole("combobox", { name: "Category" }).selectOption({ label: "Hourglasses (6)" });
  await expect(page).toHaveURL(/category=hourglasses/);
  await expect(page.getByRole("heading", { name: "Hourglasses", level: 1 })).toBeVisible();
  await page.getByRole("textbox", { name: "Lowest price in pounds" }).fill("29");
  await page.getByRole("textbox", { name: "Highest price in pounds" }).fill("74.00");
  await page.getByRole("combobox", { name: "Sort by" }).selectOption({ label: "Price, high to low" });
  const names = page.getByRole("list", { name: "Products", exact: true }).getByRole("heading");
  await expect(names).toHaveText(["Winged glass", "Turnover wall glass", "Brass hourglass", "Ship’s log glass"]);
  await page.getByRole("combobox", { name: "Sort by" }).selectOption({ label: "Name" });
  await expect(names).toHaveText(["Brass hourglass", "Ship’s log glass", "Turnover wall glass", "Winged glass"]);
  await page.reload();
  await expect(names).toHaveText(["Brass hourglass", "Ship’s log glass", "Turnover wall glass", "Winged glass"]);
  await expect(page.getByRole("textbox", { name: "Lowest price in pounds" })).toHaveValue("29");
});

test("a product's page leads to its neighbours and, by the drawer, to the cart", async ({ page }) => {
  await page.goto("/products/brass-hourglass");
  const related = page.getByRole("list", { name: "Related products" });
  await expect(related.getByRole("listitem")).toHaveCount(4);
  await page.getByRole("button", { name: "Add to cart", exact: true }).click();
  const drawer = page.getByRole("dialog", { name: "Your cart" });
  await expect(drawer.getByText("Brass hourglass")).toBeVisible();
  await drawer.getByRole("button", { name: "Close cart" }).click();
  await expect(drawer).toBeHidden();
  await related.getByRole("button", { name: "Add Ship’s log glass to cart" }).click();
  await expect(drawer.getByRole("listitem")).toHaveCount(2);
  await drawer.getByRole("link", { name: "View cart" }).click();
  await expect(page).toHaveURL(/\/cart$/);
  await expect(drawer).toBeHidden();
  await expectTotals(page, { Subtotal: "£67.00", Shipping: "Free", Total: "£67.00" });
});

test("quantities follow steps, typing and holding, and a removed line can be had back", async ({ page }) => {
  await openCartWith(page, "goose-quill", "iron-gall-ink");
  const quills = quantityOf(page, "Goose quill");
  await page.getByRole("button", { name: "Increase quantity of Goose quill" }).click();
  await expect(quills).toHaveValue("2");
  await page.getByRole("button", { name: "Decrease quantity of Goose quill" }).click();
  await expect(quills).toHaveValue("1");
  await expect(page.getByRole("button", { name: "Decrease quantity of Goose quill" })).toBeDisabled();
  await quills.fill("12");
  await quills.press("Enter");
  await expectConfirmed(page);
  await expectTotals(page, { Subtotal: "£104.50", Shipping: "Free", Total: "£104.50" });

  await page.getByRole("button", { name: "Increase quantity of Goose quill" }).hover();
  await page.mouse.down();
  await expect.poll(async () => Number(await quills.inputValue())).toBeGreaterThan(15);
  await page.mouse.up();
  const held = Number(await quills.inputValue());
  await expectConfirmed(page);
  await expect(quills).toHaveValue(String(held));
  await page.reload();
  await expect(quills).toHaveValue(String(held));

  await page.getByRole("button", { name: "Remove Goose quill" }).click();
  await expect(lineOf(page, "Goose quill")).toBeHidden();
  await expect(page.getByRole("button", { name: "Undo" })).toBeFocused();
  await expectTotals(page, { Subtotal: "£14.50", Shipping: "£3.95", Total: "£18.45" });
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(quills).toHaveValue(String(held));
  await expectConfirmed(page);
  await expect(cartLink(page, held + 1)).toBeVisible();
});

test("promo codes count as promised, to the penny", async ({ page }) => {
  await openCartWith(page, "iron-gall-ink");
  const code = page.getByRole("textbox", { name: "Promo code" });
  const apply = async (typed: string): Promise<void> => {
    await code.fill(typed);
    await page.getByRole("button", { name: "Apply promo code" }).click();
  };
  await page.getByRole("button", { name: "Apply promo code" }).click();
  await expect(page.getByText("Enter a promo code first.")).toBeVisible();
  await apply("NOPE");
  await expect(page.getByText("There is no promo code “NOPE”. Check its spelling.")).toBeVisible();
  await apply("OLDSTYLE");
  await expect(page.getByText("There is no promo code “OLDSTYLE”.")).toBeVisible();
  await apply("INKWELL");
  await expect(page.getByText("INKWELL counts from £30.00.")).toBeVisible();
  await apply("firstfolio");
  await expectTotals(page, {
    Subtotal: "£14.50",
    "Discount (FIRSTFOLIO)": "-£1.45",
    Shipping: "£3.95",
    Total: "£17.00",
  });
  await apply("CARRIER");
  await expectTotals(page, { Subtotal: "£14.50", "Discount (CARRIER)": "£0.00", Shipping: "Free", Total: "£14.50" });
  await quantityOf(page, "Iron gall ink").fill("3");
  await quantityOf(page, "Iron gall ink").press("Enter");
  await apply("inkwell");
  await expectTotals(page, { Subtotal: "£43.50", "Discount (INKWELL)": "-£5.00", Shipping: "£3.95", Total: "£42.45" });
  await page.getByRole("button", { name: "Take off promo code INKWELL" }).click();
  await expectTotals(page, { Subtotal: "£43.50", Shipping: "£3.95", Total: "£47.45" });
});

test("a guest checks out and finds the order again, with its history", async ({ page }) => {
  await openCartWith(page, "pocket-memorandum-book", "walnut-ink-crystals");
  await page.getByRole("textbox", { name: "Promo code" }).fill("FIRSTFOLIO");
  await page.getByRole("button", { name: "Apply promo code" }).click();
  await expect(page.getByText("Discount (FIRSTFOLIO)")).toBeVisible();
  const before = await shownLines(page);
  await page.getByRole("button", { name: "Check out", exact: true }).click();
  await page.waitForURL("**/checkout");
  await fillCheckout(page);
  await page.getByRole("radio", { name: /^Express courier/ }).check();
  const totals = {
    Subtotal: "£18.00",
    "Discount (FIRSTFOLIO)": "-£1.80",
    "Shipping, express courier": "£8.95",
    Total: "£25.15",
  };
  await expectTotals(page, totals);
  await page.getByRole("button", { name: "Place order" }).click();
  await page.waitForURL("**/orders/*");
  await expect(page.getByText("Thank you, Ada Keeper. Your order is placed.")).toBeVisible();
  await expectTotals(page, totals);
  await expect(cartLink(page, 0)).toBeVisible();

  const order = await page.getByRole("heading", { level: 1 }).innerText();
  await page.getByRole("banner").getByRole("link", { name: "Orders" }).click();
  const listed = page.getByRole("list", { name: "Orders" }).getByRole("listitem");
  await expect(listed).toHaveCount(1);
  await expect(listed).toContainText("£25.15");
  await page.getByRole("link", { name: order }).click();
  await expect(page.getByRole("definition").filter({ hasText: "Ada Keeper" })).toBeVisible();
  await expect(page.getByText("Thank you")).toBeHidden();

  const history = page.getByRole("slider", { name: "Cart history" });
  await expect(history).toHaveAttribute("aria-valuetext", /^Event 5 of 5: Checked out as order /);
  await history.focus();
  await page.keyboard.press("ArrowLeft");
  await expect(page.getByRole("status").filter({ hasText: "The cart as it was" })).toContainText("event 4 of 5");
  expect(await shownLines(page)).toEqual(before);
  await page.keyboard.press("Home");
  await expect(page.getByRole("main").getByRole("list", { name: "Cart lines" }).getByRole("listitem")).toHaveCount(0);
  await page.getByRole("button", { name: "Back to now" }).click();
  await expect(page.getByRole("list", { name: "Order lines" }).getByRole("listitem")).toHaveCount(2);
});

test("orders of one visitor add up in their list, newest first", async ({ page }) => {
  for (const slug of ["goose-quill", "reed-pens"]) {
    await openCartWith(page, slug);
    await checkOut(page);
  }
  await page.goto("/orders");
  const listed = page.getByRole("list", { name: "Orders" }).getByRole("listitem");
  await expect(listed).toHaveCount(2);
  await expect(listed.first()).toContainText("£14.95");
  await expect(listed.last()).toContainText("£11.45");
});
