import { openCartWith, expectConfirmed, lineOf, shownLines, shownTotals } from "./cart";
import { checkOut } from "./checkout";
import { expectMoment, openSixEvents, press, slider } from "./history";
import { expect, test } from "./shop";

test("a history plays by itself, pauses, and keys never fire while typing", async ({ page }) => {
  await openSixEvents(page);
  const speed = page.getByRole("combobox", { name: "Speed" });
  await speed.selectOption({ label: "½ ×" });
  await slider(page).focus();
  await page.keyboard.press("Space");
  await expect(slider(page)).toHaveAttribute("aria-valuenow", "2");
  await page.keyboard.press("Space");
  await expect(page.getByRole("button", { name: "Play", exact: true })).toBeVisible();
  await speed.selectOption({ label: "4 ×" });
  await press(page, "Play");
  await expectMoment(page, 6, 6);
  await expect(page.getByRole("button", { name: "Play", exact: true })).toBeVisible();

  const search = page.getByRole("searchbox", { name: "Search these events" });
  await search.fill("");
  await search.press("Space");
  await search.press("?");
  await expect(search).toHaveValue(" ?");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await slider(page).focus();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys for the history" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(slider(page)).toBeFocused();
});

test("as it happened plays in the original rhythm and on a scale of time", async ({ page }) => {
  await openSixEvents(page);
  await page.getByRole("combobox", { name: "Speed" }).selectOption({ label: "As it happened" });
  await page.getByRole("combobox", { name: "Scale" }).selectOption({ label: "By time" });
  await press(page, "Play");
  await expectMoment(page, 6, 6);
  await expect(page.getByRole("button", { name: "Play", exact: true })).toBeVisible();
});

test("a moment is found by its time, by the kind of its event, and by its product", async ({ page }) => {
  await openSixEvents(page);
  await page.getByLabel("As it was on").fill("2020-01-01T12:00:00");
  await press(page, "Jump to that time");
  await expect(page.getByText("There was no cart yet. This is its first event.")).toBeVisible();
  await expectMoment(page, 1, 6);
  await page.getByLabel("As it was on").fill("2099-01-01T12:00:00");
  await press(page, "Jump to that time");
  await expectMoment(page, 6, 6);

  const target = page.getByRole("combobox", { name: "Next of" });
  await target.selectOption({ label: "Item added" });
  await press(page, "Previous one of these");
  await expectMoment(page, 4, 6);
  await press(page, "Previous one of these");
  await expectMoment(page, 3, 6);
  await target.selectOption({ label: "Iron gall ink" });
  await press(page, "Next one of these");
  await expect(slider(page)).toHaveAttribute("aria-valuetext", /^Event 5 of 6: 1 Iron gall ink removed/);
  await press(page, "Next one of these");
  await expect(page.getByText("There is none after this event.")).toBeVisible();
});

test("two moments are compared in words, in money and as JSON, and the comparison is a link", async ({ page }) => {
  await openSixEvents(page);
  await page.goto("/cart?compare=3..6");
  const differences = page.getByRole("list", { name: "Differences" });
  await expect(differences.getByRole("listitem")).toHaveCount(3);
  await expect(differences).toContainText("1 Iron gall ink removed");
  await expect(differences).toContainText("Goose quill: 1 became 2");
  await expect(differences).toContainText("Promo code FIRSTFOLIO applied");
  await expect(page.getByText(/Total £25\.95.+£17\.45 \(−£8\.50\)/)).toBeVisible();
  await page.getByText("As JSON", { exact: true }).click();
  await expect(page.getByRole("region", { name: "Differences as JSON" })).toContainText('"kind": "removed"');
  await page.getByRole("spinbutton", { name: "Compare to event" }).fill("3");
  await expect(page.getByText("The same lines, the same promo code.")).toBeVisible();
  await expect(page).toHaveURL(/compare=3\.\.3/);
  await press(page, "Stop comparing");
  await expect(page).toHaveURL(/\/cart$/);
});

test("every line says which event made it what it is, and leads there", async ({ page }) => {
  await openSixEvents(page);
  await press(page, "Event 4 made Goose quill what it is");
  await expectMoment(page, 4, 6);
  const inspector = page.getByRole("region", { name: "Item added" });
  await expect(inspector).toContainText("1 Goose quill added");
  await expect(inspector).toContainText("You");
  await expect(inspector).toContainText("addedItemToCart, schema 1");
});

test("going back to a moment adds ordinary events, after saying which", async ({ page }) => {
  await openSixEvents(page);
  await page.goto("/cart?v=3");
  const then = { lines: await shownLines(page), totals: await shownTotals(page) };
  await press(page, "Restore to here");
  const plan = page.getByRole("list", { name: "What will be recorded" });
  await expect(plan.getByRole("listitem")).toHaveText([
    "Goose quill changed from 2 to 1",
    "1 Iron gall ink added",
    "Promo code FIRSTFOLIO taken off",
  ]);
  await press(page, "Restore");
  await expectMoment(page, 9, 9);
  await expectConfirmed(page);
  expect({ lines: await shownLines(page), totals: await shownTotals(page) }).toEqual(then);
  await expect(page.getByRole("region", { name: "Promo code taken off" })).toContainText("Back to event 3");

  await press(page, "Take back the last change");
  await page.getByRole("dialog").getByRole("button", { name: "Take it back" }).click();
  await expectMoment(page, 10, 10);
  await expect(page.getByText("Discount (FIRSTFOLIO)")).toBeVisible();
});

test("a new cart starts from a moment, and the old one is set aside", async ({ page }) => {
  await openSixEvents(page);
  await page.goto("/cart?v=3");
  await press(page, "Start a new cart from here");
  await press(page, "Start the new cart");
  await expectMoment(page, 3, 3);
  await expect(lineOf(page, "Iron gall ink")).toBeVisible();
  await expect(lineOf(page, "Goose quill")).toBeVisible();
  await expect(page.getByText("Discount (FIRSTFOLIO)")).toHaveCount(0);
});

test("an order’s contents can be had again", async ({ page }) => {
  await openCartWith(page, "goose-quill", "reed-pens");
  await page.goto(await checkOut(page));
  await press(page, "Start a new cart from here");
  await press(page, "Start the new cart");
  await page.getByRole("link", { name: "Cart, 2 items" }).click();
  await expect(lineOf(page, "Goose quill")).toBeVisible();
  await expect(lineOf(page, "Reed pens, bundle of five")).toBeVisible();
});

test("a shared moment shows the cart to anyone, and nothing of whose it is", async ({
  page,
  openBrowser,
  allowComplaint,
}) => {
  allowComplaint(/status of 404/);
  await openSixEvents(page);
  const { streamId } = (await (await page.request.get("/api/cart")).json()) as { streamId: string };
  const shared = await page.request.get(`/api/moments/share?streamId=${streamId}&version=3`);
  const { path } = (await shared.json()) as { path: string };

  const stranger = await openBrowser();
  await stranger.goto(path);
  await expect(stranger.getByRole("heading", { level: 1 })).toHaveText("A cart, shared with you");
  await expect(stranger.getByRole("main").getByRole("list", { name: "Cart lines" })).toContainText("Iron gall ink");
  await expect(stranger.getByRole("main").getByRole("button")).toHaveCount(0);
  expect(await stranger.content()).not.toContain((await page.context().cookies())[0]?.value.slice(0, 36));
  expect((await stranger.goto(`${path}x`))?.status()).toBe(404);
  const foreign = await stranger.request.get(`/api/moments/share?streamId=${streamId}&version=3`);
  expect(foreign.status()).toBe(404);
  expect((await stranger.request.get(`/api/moments/restore?streamId=${streamId}&version=3`)).status()).toBe(404);
});

test("a moment can be copied as a test and as JSON", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await openSixEvents(page);
  await press(page, "Copy as test");
  await expect(page.getByText("Copied a test of the first 6 events.")).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain('.when(applyPromoCode({ code: "FIRSTFOLIO"');
  expect(copied).not.toContain("visitor:");
  await press(page, "Copy as JSON");
  await expect(page.getByText("Copied the event as JSON.")).toBeVisible();
  expect(JSON.parse(await page.evaluate(() => navigator.clipboard.readText()))).toMatchObject({ version: 6 });
});

test("who looks at the past is told what is new, and stays", async ({ page, context }) => {
  await openSixEvents(page);
  await press(page, "Previous event");
  const elsewhere = await context.newPage();
  await elsewhere.goto("/cart");
  await press(elsewhere, "Increase quantity of Goose quill");
  await expectMoment(page, 5, 7);
  await press(page, "1 new event");
  await expectMoment(page, 7, 7);
});
