import { expect, type Locator, type Page } from "@playwright/test";
import { expectConfirmed, openCartWith } from "./cart";

/** The slider of a cart's or an order's history. */
export function slider(page: Page): Locator {
  return page.getByRole("slider", { name: "Cart history" });
}

/** Presses a button by its whole name. */
export async function press(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name, exact: true }).click();
}

/** Waits until the slider stands at a moment of a history so long. */
export async function expectMoment(page: Page, moment: number, of: number): Promise<void> {
  await expect(slider(page)).toHaveAttribute("aria-valuetext", new RegExp(`^Event ${moment} of ${of}: `));
}

/** A cart of six events: opened, quill, ink, one more quill, ink removed, promo code. */
export async function openSixEvents(page: Page): Promise<void> {
  await openCartWith(page, "goose-quill", "iron-gall-ink");
  await press(page, "Increase quantity of Goose quill");
  await press(page, "Remove Iron gall ink");
  await page.getByRole("textbox", { name: "Promo code" }).fill("FIRSTFOLIO");
  await press(page, "Apply promo code");
  await expectConfirmed(page);
  await expectMoment(page, 6, 6);
}
