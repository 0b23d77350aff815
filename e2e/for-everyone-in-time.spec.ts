import type { Page } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { fillCart, openCartWith } from "./cart";
import { checkOut } from "./checkout";
import { openSixEvents, press, slider } from "./history";
import { expect, test } from "./shop";

/** Opens the past of a cart of three events: opened, quill, ink. */
async function openPast(page: Page, query = "?v=2"): Promise<void> {
  await openCartWith(page, "goose-quill", "iron-gall-ink");
  await page.goto(`/cart${query}`);
  await expect(slider(page)).toBeVisible();
}

test("comparing, searching and jumping in a history can be done by everyone", async ({ page }) => {
  await openPast(page, "?v=2&compare=1..3");
  await page.getByText("As JSON", { exact: true }).click();
  await page.getByText("Event as stored").click();
  await page.getByRole("searchbox", { name: "Search these events" }).fill("no such words");
  await expect(page.getByText("No event fits.")).toBeVisible();
  await press(page, "Jump to that time");
  await expect(page.getByText("Enter a date and a time first.")).toBeVisible();
  await expectAccessible(page);
});

test("playing, and the list of keys, can be used by everyone", async ({ page }) => {
  await openPast(page);
  await slider(page).press("?");
  await expect(page.getByRole("dialog", { name: "Keys for the history" })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  // So long that it still plays when it has been looked at.
  await fillCart(page.request, ...Array.from({ length: 20 }, () => "goose-quill"));
  await page.reload();
  await page.getByRole("combobox", { name: "Speed" }).selectOption({ label: "½ ×" });
  await press(page, "Play");
  await expectAccessible(page);
  await expect(page.getByRole("button", { name: "Pause" })).toBeVisible();
});

test("restoring a moment can be done by everyone", async ({ page }) => {
  await openPast(page);
  await press(page, "Restore to here");
  await expect(page.getByRole("list", { name: "What will be recorded" })).toBeVisible();
  await expectAccessible(page);
});

test("sharing a moment, and looking at a shared one, can be done by everyone", async ({ page }) => {
  await openPast(page);
  const shared = page.waitForResponse(/\/api\/moments\/share/);
  await press(page, "Share this moment");
  await expect(page.getByText(/^Link copied\./)).toBeVisible();
  await expectAccessible(page);
  const { path } = (await (await shared).json()) as { path: string };
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("A cart, shared with you");
  await expectAccessible(page);
});

test("the past of an order can be used by everyone", async ({ page }) => {
  await openCartWith(page, "goose-quill");
  await page.goto(`${await checkOut(page)}?v=2&compare=0..2`);
  await expect(page.getByText("The cart as it was")).toBeVisible();
  await expect(slider(page)).toBeVisible();
  await expectAccessible(page);
});

test("with forced colours the slider, its marks and the event looked at still stand out", async ({ page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await openPast(page);
  await slider(page).press("ArrowRight");
  await slider(page).press("ArrowLeft");
  const list = page.getByRole("list", { name: "Events" });
  await expect(list.locator("[aria-current]")).toContainText("Goose quill added");
  const paper = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const style = await slider(page).evaluate((thumb) => {
    const { backgroundColor, borderTopColor, outlineColor, outlineStyle } = getComputedStyle(thumb);
    const track = thumb.parentElement?.firstElementChild;
    return {
      thumb: backgroundColor,
      edge: borderTopColor,
      focus: outlineColor,
      outlineStyle,
      track: track ? getComputedStyle(track).outlineColor : "",
    };
  });
  expect(style.outlineStyle).toBe("solid");
  for (const colour of [style.thumb, style.edge, style.focus, style.track]) expect(colour).not.toBe(paper);
  expect(style.thumb).not.toBe(style.edge);

  const text = await page.evaluate(() => getComputedStyle(document.body).color);
  const fills = await page
    .locator("main svg path[fill-rule]")
    .evaluateAll((marks) => [...new Set(marks.map((mark) => getComputedStyle(mark).fill))]);
  expect(fills).toEqual([text]);
  const edged = await list.getByRole("button").evaluateAll((rows) =>
    rows.flatMap((row) => {
      const { borderLeftWidth, borderLeftColor } = getComputedStyle(row);
      return borderLeftWidth === "0px" ? [] : [{ current: row.ariaCurrent, colour: borderLeftColor }];
    }),
  );
  expect(edged).toEqual([{ current: "step", colour: text }]);
});

/** Nothing reaches beyond the window, no words are cut off, and every control can be brought to where it can be pressed. */
async function expectAllInReach(page: Page, within = "main"): Promise<void> {
  const found = await page.locator(within).evaluate((room) => ({
    sticksOut: (document.scrollingElement?.scrollWidth ?? 0) - document.documentElement.clientWidth,
    cutOff: [...room.querySelectorAll("p, span, h1, h2, h3, dt, dd, button, label")]
      .filter((element) => element.checkVisibility() && element.clientWidth > 1)
      .filter((element) => getComputedStyle(element).overflowX !== "visible")
      .filter((element) => element.scrollWidth > element.clientWidth)
      .map((element) => element.outerHTML.slice(0, 120)),
  }));
  expect(found).toEqual({ sticksOut: 0, cutOff: [] });
  const controls = page.locator(within).locator("button:enabled, a, input, select, summary, [role=slider]");
  for (const control of await controls.filter({ visible: true }).all()) await control.click({ trial: true });
}

test.describe("on a screen of 1280 by 720, twice as large", () => {
  test.use({ viewport: { width: 640, height: 360 } });

  test("everything of the time machine is in reach", async ({ page }) => {
    await openSixEvents(page);
    await expectAllInReach(page);
    await page.goto("/cart?v=5&compare=2..6");
    await page.getByText("As JSON", { exact: true }).click();
    await page.getByText("Event as stored").click();
    await expect(page.getByRole("region", { name: "Event 5 as stored" })).toBeVisible();
    await expectAllInReach(page);
    await slider(page).press("?");
    const dialog = page.getByRole("dialog");
    await expectAllInReach(page, "[role=dialog]");
    const box = await dialog.boundingBox();
    expect(box && box.y >= 0 && box.y + box.height <= 360).toBe(true);
    await page.keyboard.press("Escape");
    await press(page, "Restore to here");
    await expect(page.getByRole("list", { name: "What will be recorded" })).toBeVisible();
    await expectAllInReach(page, "[role=dialog]");
  });
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  /** A finger that goes down on the slider's handle and moves by so much (px). */
  async function swipe(page: Page, byX: number, byY: number): Promise<readonly string[]> {
    const handle = await slider(page).boundingBox();
    if (!handle) throw new Error("The slider has no place on the page.");
    const [x, y] = [handle.x + handle.width / 2, handle.y + handle.height / 2];
    const touch = await page.context().newCDPSession(page);
    await touch.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [{ x, y }] });
    const seen: string[] = [];
    for (let step = 1; step <= 12; step += 1) {
      const point = { x: x + (byX * step) / 12, y: y + (byY * step) / 12 };
      await touch.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: [point] });
      seen.push((await slider(page).getAttribute("aria-valuenow")) ?? "");
    }
    await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
    return seen;
  }

  const scrolled = (page: Page): Promise<number> => page.evaluate(() => Math.round(window.scrollY));

  test("a thumb moves through the history without moving the page, and scrolls without moving through it", async ({
    page,
  }) => {
    await openSixEvents(page);
    await slider(page).scrollIntoViewIfNeeded();
    const before = await scrolled(page);
    const seen = await swipe(page, -320, 14);
    expect([...new Set(seen)]).toEqual(expect.arrayContaining(["5", "4", "3", "2", "1"]));
    await expect(slider(page)).toHaveAttribute("aria-valuenow", "1");
    await expect(page.getByText("The cart was empty.")).toBeVisible();
    await press(page, "Next event");
    await slider(page).scrollIntoViewIfNeeded();
    const then = await scrolled(page);
    await swipe(page, 4, -300);
    await expect.poll(() => scrolled(page)).toBeGreaterThan(then + 100);
    await expect(slider(page)).toHaveAttribute("aria-valuenow", "2");
    expect(before).toBeGreaterThan(0);
  });

  test("whatever moves through the history is as large as a thumb", async ({ page }) => {
    await openPast(page);
    for (const name of ["Previous event", "Play", "Next event", "Restore to here", "Compare", "Copy as JSON"]) {
      const box = await page.getByRole("button", { name, exact: true }).boundingBox();
      expect(Math.min(box?.width ?? 0, box?.height ?? 0), name).toBeGreaterThanOrEqual(44);
    }
    const isHeld = await slider(page).evaluate((thumb) => {
      thumb.scrollIntoView({ block: "center" });
      const { left, top, width, height } = thumb.getBoundingClientRect();
      const at = (by: number) => document.elementFromPoint(left + width / 2, top + height / 2 + by);
      return [-21, 21].every((by) => thumb.parentElement?.parentElement?.contains(at(by)));
    });
    expect(isHeld).toBe(true);
  });
});

test("with reduced motion, playing goes from event to event and nothing glides", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await openSixEvents(page);
  await page.getByRole("combobox", { name: "Speed" }).selectOption({ label: "4 ×" });
  const thumb = await slider(page).elementHandle();
  const seen = await page.getByRole("button", { name: "Play" }).evaluate(async (play: HTMLElement, thumb) => {
    play.click();
    const places: number[] = [];
    const gliding: string[] = [];
    do {
      await new Promise(requestAnimationFrame);
      const track = thumb?.parentElement?.getBoundingClientRect() ?? new DOMRect();
      const { left, width } = thumb?.getBoundingClientRect() ?? new DOMRect();
      places.push(Number((((left + width / 2 - track.left) / track.width) * 5).toFixed(1)));
      const lasting = document.getAnimations().filter(({ effect }) => Number(effect?.getTiming().duration) > 1);
      gliding.push(...lasting.map(({ effect }) => String(effect?.getTiming().duration)));
    } while (document.querySelector("[aria-label=Pause]"));
    return { places, gliding };
  }, thumb);
  expect(seen.gliding).toEqual([]);
  expect(new Set(seen.places).size).toBeGreaterThan(2);
  expect(seen.places.at(-1)).toBe(5);
  expect(seen.places.filter((place) => !Number.isInteger(place))).toEqual([]);
});

test("a drag is told once it rests, politely, and coming back puts the focus on the slider", async ({ page }) => {
  await page.clock.install();
  await openSixEvents(page);
  await slider(page).press("ArrowLeft");
  const status = page.getByRole("status").filter({ hasText: "The cart as it was" });
  const spoken = (): Promise<string> =>
    status.evaluate((region) => {
      const heard = region.cloneNode(true) as HTMLElement;
      heard.querySelectorAll("[aria-hidden=true]").forEach((silent) => silent.remove());
      return heard.textContent ?? "";
    });
  await expect.poll(spoken).toContain("after event 5 of 6");
  expect(await status.getAttribute("aria-live")).not.toBe("assertive");

  await page.clock.pauseAt(Date.now() + 60_000);
  const track = await slider(page).locator("..").boundingBox();
  if (!track) throw new Error("The slider has no place on the page.");
  const y = track.y + track.height / 2;
  await page.mouse.move(track.x + track.width * 0.8, y);
  await page.mouse.down();
  for (let step = 30; step >= 0; step -= 1) {
    await page.mouse.move(track.x + (track.width * 0.8 * step) / 30, y);
    expect(await spoken()).toContain("after event 5 of 6");
  }
  await page.mouse.up();
  await expect(slider(page)).toHaveAttribute("aria-valuenow", "1");
  await page.clock.runFor(1_000);
  await expect.poll(spoken).toContain("after event 1 of 6: Cart opened");

  await press(page, "Back to now");
  await expect(slider(page)).toBeFocused();
  await expect(slider(page)).toHaveAttribute("aria-valuenow", "6");
});
