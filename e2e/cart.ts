import { expect, type APIRequestContext, type Locator, type Page, type Request, type Route } from "@playwright/test";
import type { CartSnapshot } from "@/app/_components/cart/cart-snapshot";

/** A line as the page shows it. */
export interface ShownLine {
  readonly name: string;
  readonly quantity: number;
  readonly amount: string;
}

/** Puts one of each product into the visitor's cart the way a browser without scripts does: quick, and without a page. */
export async function fillCart(request: APIRequestContext, ...skus: readonly string[]): Promise<void> {
  for (const sku of skus) {
    const page = await request.get(`/products/${sku}`);
    const form = (await page.text()).split("<form").find((part) => part.includes(`name="sku" value="${sku}"`)) ?? "";
    const inputs = form.slice(0, form.indexOf("</form>")).matchAll(/<input[^>]* name="([^"]*)"(?: value="([^"]*)")?/g);
    const multipart = Object.fromEntries([...inputs].map(([, name = "", value = ""]) => [name, value]));
    const headers = { origin: new URL(page.url()).origin };
    const reply = await request.post(`/products/${sku}`, { multipart, headers, maxRedirects: 0 });
    expect(reply.status()).toBe(303);
    expect(reply.headers().location).toMatch(/\/cart$/);
  }
}

/** Opens the cart page on a cart with one of each of these products. */
export async function openCartWith(page: Page, ...skus: readonly string[]): Promise<void> {
  await fillCart(page.request, ...skus);
  await page.goto("/cart");
  await expect(page.getByRole("list", { name: "Cart lines" }).getByRole("listitem")).toHaveCount(skus.length);
}

/** The link in the header that counts what is in the cart. */
export function cartLink(page: Page, items: number): Locator {
  return page.getByRole("link", { name: `Cart, ${items} items` });
}

/** A line of the cart by its product's name. */
export function lineOf(page: Page, name: string): Locator {
  return page.getByRole("list", { name: "Cart lines" }).getByRole("listitem").filter({ hasText: name });
}

/** The field with a line's quantity. */
export function quantityOf(page: Page, name: string): Locator {
  return page.getByRole("textbox", { name: `Quantity of ${name}`, exact: true });
}

/** Waits until no change of the cart is without its answer. */
export async function expectConfirmed(page: Page): Promise<void> {
  await expect(page.getByRole("button", { name: "Check out", exact: true })).toBeEnabled();
}

/** Waits for the figures of the cart's totals, such as `{ Subtotal: "£38.00", Total: "£41.95" }`. */
export async function expectTotals(page: Page, figures: Readonly<Record<string, string>>): Promise<void> {
  await expect.poll(() => shownTotals(page)).toEqual(figures);
}

/** The totals on the page by name. */
export async function shownTotals(page: Page): Promise<Record<string, string>> {
  const list = page.getByRole("main").locator("dl").filter({ hasText: "Subtotal", visible: true });
  const [names, amounts] = await Promise.all([list.locator("dt").allInnerTexts(), list.locator("dd").allInnerTexts()]);
  return Object.fromEntries(
    names.map((name, index) => [name.replace(" (being confirmed)", "").trim(), amounts[index] ?? ""]),
  );
}

/** The lines that the page shows, of now or of a moment before. */
export async function shownLines(page: Page): Promise<readonly ShownLine[]> {
  const lines = page.getByRole("main").getByRole("list", { name: "Cart lines" }).getByRole("listitem");
  return lines.evaluateAll((items) =>
    items.map((item) => {
      const typed = item.querySelector<HTMLInputElement>("input[name=quantity][inputmode]")?.value;
      const texts = [...item.querySelectorAll("span")].map((span) => span.textContent ?? "");
      const written = texts.flatMap((text) => /^(\d+) ×/.exec(text)?.[1] ?? [])[0];
      return {
        name: item.querySelector("a")?.textContent ?? "",
        quantity: Number(typed ?? written),
        amount: item.querySelector(".price")?.textContent ?? "",
      };
    }),
  );
}

/** The cart as the shop knows it: SKU to quantity. */
export async function storedCart(request: APIRequestContext): Promise<Record<string, number>> {
  const { cart } = await cartSnapshot(request);
  const lines = cart.status === "none" ? [] : cart.lines;
  return Object.fromEntries(lines.map(({ sku, quantity }) => [sku, quantity]));
}

/** What `GET /api/cart` answers. */
export async function cartSnapshot(request: APIRequestContext): Promise<CartSnapshot> {
  const response = await request.get("/api/cart");
  expect(response.status()).toBe(200);
  return (await response.json()) as CartSnapshot;
}

/** Whether a request carries a batch of commands. */
export function isBatch(request: Request): boolean {
  return request.method() === "POST" && request.headers()["next-action"] !== undefined;
}

type Handler = (route: Route) => unknown;

/** Handles the batches that a page sends from here on. Returns how to let those after pass; what is held stays held. */
export async function interceptBatches(page: Page, handle: Handler): Promise<() => void> {
  let passing = false;
  await page.route("**/*", (route) => (passing || !isBatch(route.request()) ? route.fallback() : handle(route)));
  return () => void (passing = true);
}

/** Watches the batches that a page sends: how many, and how many at most without their answer at the same time. */
export function countBatches(page: Page): { sent: number; mostAtOnce: number } {
  const count = { sent: 0, mostAtOnce: 0 };
  let inFlight = 0;
  page.on("request", (request) => {
    if (!isBatch(request)) return;
    count.sent += 1;
    inFlight += 1;
    count.mostAtOnce = Math.max(count.mostAtOnce, inFlight);
  });
  const answered = (request: Request): void => void (isBatch(request) && (inFlight -= 1));
  // Its headers come once an action has run; the page reads the result before the connection reports the last byte.
  page.on("response", (response) => answered(response.request()));
  return count;
}
