import type { APIRequestContext, Page } from "@playwright/test";
import type { EventsReply } from "@/app/api/events-response";
import { expectConfirmed, fillCart, openCartWith, quantityOf, shownLines, shownTotals, type ShownLine } from "./cart";
import { checkOut } from "./checkout";
import { expect, test } from "./shop";

interface Moment {
  readonly lines: readonly ShownLine[];
  readonly totals: Record<string, string>;
}

/** Version of the cart to what its page showed at that version. */
type Album = Map<number, Moment>;

async function versionOf(request: APIRequestContext): Promise<number> {
  const response = await request.get("/api/cart/events");
  return ((await response.json()) as EventsReply).version;
}

/** Shops for twelve events and keeps a picture of the cart after each that the page has shown. */
async function shopAndRemember(page: Page): Promise<Album> {
  const album: Album = new Map();
  const remember = async (): Promise<void> => {
    await expectConfirmed(page);
    const picture = { lines: await shownLines(page), totals: await shownTotals(page) };
    album.set(await versionOf(page.request), picture);
  };
  const press = async (name: string): Promise<void> => {
    await page.getByRole("button", { name, exact: true }).click();
    await remember();
  };
  await openCartWith(page, "brass-hourglass");
  await remember();
  await fillCart(page.request, "goose-quill", "iron-gall-ink");
  await page.goto("/cart");
  await remember();
  await press("Increase quantity of Brass hourglass");
  await quantityOf(page, "Goose quill").fill("7");
  await quantityOf(page, "Goose quill").press("Enter");
  await remember();
  await page.getByRole("textbox", { name: "Promo code" }).fill("FIRSTFOLIO");
  await page.getByRole("button", { name: "Apply promo code" }).click();
  await expect(page.getByText("Discount (FIRSTFOLIO)")).toBeVisible();
  await remember();
  await press("Decrease quantity of Brass hourglass");
  await press("Remove Iron gall ink");
  await press("Undo");
  await press("Take off promo code FIRSTFOLIO");
  await press("Increase quantity of Goose quill");
  return album;
}

async function expectMoment(page: Page, album: Album, version: number): Promise<void> {
  await expect(page.getByRole("slider", { name: "Cart history" })).toHaveAttribute(
    "aria-valuetext",
    new RegExp(`^Event ${version} of 12: .+, \\d\\d:\\d\\d$`),
  );
  const banner = page.getByRole("status").filter({ hasText: "The cart as it was" });
  await expect(banner).toContainText(`after event ${version} of 12`);
  const then = album.get(version);
  expect(then, `the cart was seen at version ${version}`).toBeDefined();
  expect(await shownLines(page)).toEqual(then?.lines);
  expect(await shownTotals(page)).toEqual(then?.totals);
  await expect(page.getByRole("main").getByRole("button", { name: /quantity of/ })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Check out", exact: true })).toHaveCount(0);
}

test("every moment of a cart can be looked at again, by keys, steps, pointer and link", async ({ page }) => {
  const album = await shopAndRemember(page);
  const slider = page.getByRole("slider", { name: "Cart history" });
  await expect(slider).toHaveAttribute("aria-valuetext", /^Event 12 of 12: 1 Goose quill added, \d\d:\d\d$/);
  const now = { lines: await shownLines(page), totals: await shownTotals(page) };

  await slider.focus();
  await page.keyboard.press("ArrowLeft");
  await expectMoment(page, album, 11);
  await page.keyboard.press("ArrowLeft");
  await expectMoment(page, album, 10);
  await page.keyboard.press("PageDown");
  await expect(slider).toHaveAttribute("aria-valuetext", /^Event 1 of 12: Cart opened/);
  await page.keyboard.press("PageUp");
  await expectMoment(page, album, 11);
  await page.keyboard.press("Home");
  await expect(slider).toHaveAttribute("aria-valuetext", /^Event 1 of 12: Cart opened/);
  await expect(page.getByText("The cart was empty.")).toBeVisible();
  await page.keyboard.press("ArrowRight");
  await expectMoment(page, album, 2);
  await page.keyboard.press("End");
  await expect(page.getByText("The cart as it was")).toHaveCount(0);
  expect({ lines: await shownLines(page), totals: await shownTotals(page) }).toEqual(now);

  for (let version = 11; version >= 7; version--) {
    await page.getByRole("button", { name: "Previous event" }).click();
    await expectMoment(page, album, version);
  }
  await page.getByRole("button", { name: "Next event" }).click();
  await expectMoment(page, album, 8);
  await expect(page).toHaveURL(/\/cart\?v=8$/);
  await page.getByRole("button", { name: "Back to now" }).click();
  await expect(page).toHaveURL(/\/cart$/);
  expect({ lines: await shownLines(page), totals: await shownTotals(page) }).toEqual(now);
  await expect(page.getByRole("button", { name: "Increase quantity of Goose quill" })).toBeVisible();

  await page.goto("/cart?v=5");
  await expectMoment(page, album, 5);
});

test("the slider follows the mouse through the whole history", async ({ page }) => {
  const album = await shopAndRemember(page);
  const slider = page.getByRole("slider", { name: "Cart history" });
  const track = await slider.locator("..").boundingBox();
  const handle = await slider.boundingBox();
  if (!track || !handle) throw new Error("The slider has no place on the page.");
  const y = handle.y + handle.height / 2;
  await page.mouse.move(handle.x + handle.width / 2, y);
  await page.mouse.down();
  const seen: number[] = [];
  for (let step = 40; step >= 0; step--) {
    await page.mouse.move(track.x + (track.width * step) / 40, y);
    const value = Number(await slider.getAttribute("aria-valuenow"));
    if (value !== seen.at(-1)) seen.push(value);
    if (value !== seen.at(-1) || !album.has(value) || value === 12) continue;
    expect(await shownLines(page)).toEqual(album.get(value)?.lines);
    expect(await shownTotals(page)).toEqual(album.get(value)?.totals);
  }
  await page.mouse.up();
  expect(seen).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  await expect(page).toHaveURL(/\/cart\?v=1$/);
});

test("the list of events tells what happened, leads there, and shows each as stored", async ({ page }) => {
  const album = await shopAndRemember(page);
  const events = page.getByRole("list", { name: "Events" });
  const entry = (what: string) => events.getByRole("button", { name: what });
  await expect(events.getByRole("listitem")).toHaveCount(12);
  await expect(entry("Goose quill changed from 1 to 7")).toContainText(/You, \d\d:\d\d/);
  await entry("Goose quill changed from 1 to 7").click();
  await expectMoment(page, album, 6);
  await expect(entry("Goose quill changed from 1 to 7")).toHaveAttribute("aria-current", "step");
  await page.getByText("Event as stored").click();
  const raw = page.getByRole("region", { name: "Event 6 as stored" });
  const stored: unknown = JSON.parse(await raw.innerText());
  expect(stored).toMatchObject({
    version: 6,
    event: {
      type: "itemQuantityChanged",
      data: { sku: "goose-quill", name: "Goose quill", unitPrice: 750, from: 1, to: 7 },
    },
    metadata: { actor: expect.stringMatching(/^visitor:/) },
  });
});

test("a change made elsewhere lengthens the history without moving who looks at the past", async ({ page }) => {
  await shopAndRemember(page);
  await page.getByRole("button", { name: "Previous event" }).click();
  await expect(page.getByRole("status").filter({ hasText: "The cart as it was" })).toContainText("event 11 of 12");
  await fillCart(page.request, "reed-pens");
  await expect(page.getByRole("status").filter({ hasText: "The cart as it was" })).toContainText("event 11 of 13");
  await page.getByRole("button", { name: "Back to now" }).click();
  await expect(page.getByRole("list", { name: "Cart lines" })).toContainText("Reed pens, bundle of five");
});

test("an order keeps the history of its cart, also as a link", async ({ page }) => {
  await openCartWith(page, "goose-quill", "reed-pens");
  const then = await shownLines(page);
  const order = await checkOut(page);
  await page.goto(`${order}?v=3`);
  await expect(page.getByRole("status").filter({ hasText: "The cart as it was" })).toContainText("event 3 of 4");
  expect(await shownLines(page)).toEqual(then);
  await page.getByRole("button", { name: "Next event" }).click();
  await expect(page.getByRole("list", { name: "Order lines" }).getByRole("listitem")).toHaveCount(2);
  await expect(page.getByRole("list", { name: "Events" })).toContainText(
    /Checked out as order [0-9A-F]{4}-[0-9A-F]{4}/,
  );
});
