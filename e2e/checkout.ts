import { expect, type Page } from "@playwright/test";

/** A guest's particulars, by label. */
export const guest = {
  "Full name": "Ada Keeper",
  Email: "ada@example.org",
  "Street address": "1 Register Row",
  "Town or city": "York",
  Postcode: "YO1 7HH",
} as const;

/** Fills in the checkout page. */
export async function fillCheckout(page: Page, particulars: Readonly<Record<string, string>> = guest): Promise<void> {
  for (const [label, value] of Object.entries(particulars)) await page.getByLabel(label, { exact: true }).fill(value);
}

/** From the cart page to the confirmation. Returns the order's address. */
export async function checkOut(page: Page): Promise<string> {
  await page.getByRole("button", { name: "Check out", exact: true }).click();
  await page.waitForURL("**/checkout");
  await fillCheckout(page);
  await page.getByRole("button", { name: "Place order" }).click();
  await page.waitForURL("**/orders/*");
  await expect(page.getByText("Your order is placed")).toBeVisible();
  return new URL(page.url()).pathname;
}
