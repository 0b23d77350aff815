import { randomUUID } from "node:crypto";
import { chromium, type Browser, type Page } from "@playwright/test";
import { browserLaunchOptions, findBrowser } from "../e2e/browser";
import type { Bench } from "./options";
import { toRows, type Row } from "./report";
import { openWeb, type Web } from "./web";

const events = 10_000;
const batchSize = 100;
const seeks = 300;
const settledSeeks = 36;
const keys = ["PageUp", "ArrowLeft", "End", "Home", "PageUp", "ArrowRight"] as const;
const dragSteps = 240;

/** What a page notes down about itself while it is used. */
declare global {
  interface Window {
    historyPaintedAt?: number;
    longTasksMs: number[];
  }
}

/**
 * The history of a cart of 10,000 events in Chromium: until it is painted, a seek's script up to the cart's new state, all that a
 * seek sets off, and a drag from end to end. The first seeks go where nothing is fetched yet, and count like any other.
 */
export async function benchTimeline({ server, options, say }: Bench): Promise<readonly Row[]> {
  const web = await openWeb(await server.createDatabase("timeline"), 16, say);
  const forget = await findBrowser(say);
  const browser = await chromium.launch(browserLaunchOptions());
  try {
    say(`timeline: making a cart of ${events} events`);
    const cookie = await fillLongCart(web);
    const { rounds } = options.plan(server);
    const page = await openPage(browser, cookie, web.address);
    const paints = await repeat(rounds * 3, () => paintOf(page));
    await page.getByRole("button", { name: "Play" }).waitFor();
    await historyIsComplete(page);
    const seekTimes = await repeat(rounds, () => seekTimesOf(page));
    const settledTimes = await repeat(rounds, () => settledSeekTimesOf(page));
    const drags = await repeat(rounds, () => dragOf(page));
    const longTasks = drags.flatMap(({ longTasksMs }) => longTasksMs);
    say(
      `timeline: ${longTasks.length} tasks over 50 ms in ${drags.length} drags; longest frame ${Math.max(...drags.flatMap(({ framesMs }) => framesMs)).toFixed(1)} ms`,
    );
    return [
      ...rowOf(
        "timeline first paint",
        paints.map((paint) => [paint]),
      ),
      ...rowOf("timeline seek (script)", seekTimes),
      ...rowOf("timeline seek, all that follows (script)", settledTimes),
      ...rowOf(
        "timeline drag (frame)",
        drags.map(({ framesMs }) => framesMs),
      ),
    ];
  } finally {
    await browser.close();
    await forget();
    await web.close();
  }
}

function rowOf(row: string, rounds: readonly (readonly number[])[]): readonly Row[] {
  const pieces = rounds.map((latenciesMs) => ({
    operations: latenciesMs.length,
    seconds: latenciesMs.reduce((sum, ms) => sum + ms, 0) / 1000,
    latenciesMs,
  }));
  return toRows(row, 1, [{ system: "cartulary", pieces }]);
}

async function fillLongCart(web: Web): Promise<string> {
  const cookie = web.newCookie();
  const skus = ["brass-hourglass", "clothbound-ledger", "iron-gall-ink", "goose-quill", "planisphere"];
  // The first event opens the cart.
  for (let made = 1; made < events; made += batchSize) {
    const commands = Array.from({ length: Math.min(batchSize, events - made) }, (_, index) => {
      const sku = skus[index % skus.length];
      const type = index % 10 < 5 ? "addItem" : "removeItem";
      return { commandId: randomUUID(), request: { type, sku, quantity: 1 } };
    });
    const { status } = await web.sendCartCommands(cookie, commands);
    if (status !== 200) throw new Error(`A batch of commands was answered with ${status}.`);
  }
  return cookie;
}

async function openPage(browser: Browser, cookie: string, address: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const [name = "", value = ""] = cookie.split("=");
  await context.addCookies([{ name, value, url: address }]);
  await context.addInitScript(() => {
    window.longTasksMs = [];
    new PerformanceObserver((list) => {
      window.longTasksMs.push(...list.getEntries().map((entry) => entry.duration));
    }).observe({ type: "longtask" });
    new MutationObserver((_, observer) => {
      if (!document.querySelector("[role=slider]")) return;
      observer.disconnect();
      requestAnimationFrame(() => requestAnimationFrame(() => (window.historyPaintedAt = performance.now())));
    }).observe(document, { childList: true, subtree: true });
  });
  const page = await context.newPage();
  await page.goto(`${address}/cart`);
  return page;
}

/** ms from the start of the navigation until the slider and its history are on the screen. */
async function paintOf(page: Page): Promise<number> {
  await page.reload();
  const painted = await page.waitForFunction(() => window.historyPaintedAt);
  return (await painted.jsonValue()) ?? Number.NaN;
}

async function historyIsComplete(page: Page): Promise<void> {
  await page.getByRole("slider").press("Home");
  await page.getByRole("slider").and(page.locator('[aria-valuetext^="Event 1 of 10000: Cart opened"]')).waitFor();
}

/**
 * ms for each of many seeks by key, one a frame, until the page has the cart of that moment: the event, React's work and its
 * effects. Garbage collection, code not yet optimised and waiting for a processor are in it; layout and paint are not, nor the
 * list and the inspector, which follow when there is time and let the next seek go first.
 */
async function seekTimesOf(page: Page): Promise<readonly number[]> {
  return page.evaluate(
    async ({ count, keys }) => {
      const slider = document.querySelector<HTMLElement>("[role=slider]");
      if (!slider) throw new Error("There is no slider.");
      const times: number[] = [];
      for (let index = 0; index < count; index += 1) {
        const key = keys[index % keys.length];
        const from = performance.now();
        slider.dispatchEvent(new KeyboardEvent("keydown", { key: key ?? "Home", bubbles: true, cancelable: true }));
        // React works in a microtask of this event; this one comes after it.
        await new Promise<void>((resolve) => queueMicrotask(() => queueMicrotask(resolve)));
        times.push(performance.now() - from);
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
      }
      return times;
    },
    { count: seeks, keys },
  );
}

/**
 * ms of the main thread's processor time in script for each of many seeks, each left to itself until nothing of it is outstanding: also
 * the list, the inspector, the scrolling to the event and the address.
 */
async function settledSeekTimesOf(page: Page): Promise<readonly number[]> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const script = async (): Promise<number> => {
    const { metrics } = await session.send("Performance.getMetrics");
    return (metrics.find(({ name }) => name === "ScriptDuration")?.value ?? Number.NaN) * 1000;
  };
  const times: number[] = [];
  for (let index = 0; index < settledSeeks; index += 1) {
    const before = await script();
    await page.evaluate(
      async ({ key, restMs }) => {
        const slider = document.querySelector("[role=slider]");
        slider?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
        await new Promise((resolve) => setTimeout(resolve, restMs));
      },
      { key: keys[index % keys.length] ?? "Home", restMs: 250 },
    );
    times.push((await script()) - before);
  }
  await session.detach();
  return times;
}

interface Drag {
  readonly framesMs: readonly number[];
  readonly longTasksMs: readonly number[];
}

/** Drags the handle from the last event to the first. */
async function dragOf(page: Page): Promise<Drag> {
  const slider = page.getByRole("slider");
  await slider.press("End");
  const track = await slider.locator("..").boundingBox();
  if (!track) throw new Error("The slider has no place on the page.");
  const y = track.y + track.height / 2;
  await page.mouse.move(track.x + track.width - 1, y);
  await page.mouse.down();
  const frames = page.evaluate(async () => {
    window.longTasksMs.length = 0;
    const framesMs: number[] = [];
    let last = performance.now();
    while (document.querySelector("[data-dragging]") || framesMs.length < 10) {
      const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
      framesMs.push(Math.max(0, now - last));
      last = now;
    }
    return { framesMs, longTasksMs: [...window.longTasksMs] };
  });
  await page.mouse.move(track.x, y, { steps: dragSteps });
  await page.mouse.up();
  return frames;
}

async function repeat<Result>(times: number, act: () => Promise<Result>): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (let time = 0; time < times; time += 1) results.push(await act());
  return results;
}
