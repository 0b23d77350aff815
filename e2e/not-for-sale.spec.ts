import { openCartWith, quantityOf, storedCart, expectConfirmed } from "./cart";
import { batchOf, findDoor } from "./commands";
import { expect, test } from "./shop";

for (const [slug, name, why] of [
  ["verdigris-ink", "Verdigris ink", "Out of stock"],
  ["sea-chart-of-the-minch", "Sea chart of the Minch", "Discontinued"],
] as const) {
  test(`${name} says that it is ${why.toLowerCase()} and cannot be added`, async ({ page }) => {
    await page.goto(`/products/${slug}`);
    await expect(page.getByRole("main").getByText(why, { exact: true })).toBeVisible();
    await expect(page.getByRole("button", { name: "Add to cart", exact: true })).toBeDisabled();
    await page.goto(`/catalogue?q=${encodeURIComponent(name)}`);
    const card = page.getByRole("article").filter({ has: page.getByRole("link", { name, exact: true }) });
    await expect(card.getByText(why, { exact: true })).toBeVisible();
    await expect(card.getByRole("button", { name: `Add ${name} to cart` })).toBeDisabled();
  });
}

test("a request made by hand cannot buy what is not for sale", async ({ page }) => {
  const { send } = await findDoor(page, "goose-quill");
  for (const [sku, code] of [
    ["verdigris-ink", "out-of-stock"],
    ["sea-chart-of-the-minch", "discontinued"],
    ["no-such-thing", "unknown-product"],
  ] as const) {
    const reply = await send(batchOf({ type: "addItem", sku, quantity: 1 }));
    expect(reply).toMatchObject({ ok: true, outcomes: [{ outcome: "rejected", rejection: { code } }] });
  }
  expect(await storedCart(page.request)).toEqual({ "goose-quill": 1 });
});

test("of three glass dip pens a fourth is refused in words", async ({ page }) => {
  await page.goto("/products/glass-dip-pen");
  await expect(page.getByText("Only 3 left")).toBeVisible();
  const add = page.getByRole("button", { name: "Add to cart", exact: true });
  await add.click({ clickCount: 3 });
  await expect(page.getByRole("link", { name: "Cart, 3 items" })).toBeVisible();
  await add.click();
  await expect(page.getByText("Only 3 of Glass dip pen can be had; you asked for 4.")).toBeVisible();
  await expectConfirmed(page);
  expect(await storedCart(page.request)).toEqual({ "glass-dip-pen": 3 });
});

test("a typed quantity beyond the stock is refused and the old one stands", async ({ page }) => {
  await openCartWith(page, "glass-dip-pen");
  await quantityOf(page, "Glass dip pen").fill("4");
  await quantityOf(page, "Glass dip pen").press("Enter");
  await expect(page.getByText("Only 3 of Glass dip pen can be had; you asked for 4.")).toBeVisible();
  await expect(quantityOf(page, "Glass dip pen")).toHaveValue("1");
  expect(await storedCart(page.request)).toEqual({ "glass-dip-pen": 1 });
});
