import { test as base } from "@playwright/test";
import { connect } from "@/lib/database/connection";
import { expectConfirmed, fillCart, quantityOf, storedCart } from "./cart";
import { batchOf, findDoor } from "./commands";
import { openOwnPostgres, type OwnPostgres } from "./postgres";
import { expect } from "./shop";
import { startWebServer } from "./web-server";

const test = base.extend<{ postgres: OwnPostgres }>({
  // oxlint-disable-next-line no-empty-pattern
  postgres: async ({}, use) => {
    const postgres = await openOwnPostgres();
    await use(postgres);
    await postgres.remove();
  },
  baseURL: async ({ postgres }, use) => {
    const server = await startWebServer(postgres.url);
    await use(server.url);
    await server.stop();
  },
});

test.skip(process.platform === "win32", "Windows has no signal that stops a process in its tracks.");

const troubles = {
  "while Postgres hangs": { begin: "freeze", end: "thaw" },
  "while Postgres is down": { begin: "crash", end: "restart" },
} as const;

for (const [when, { begin, end }] of Object.entries(troubles)) {
  test(`${when}, the shop says so within seconds, and heals by itself`, async ({ page, context, postgres }) => {
    test.setTimeout(120_000);
    const { send } = await findDoor(page, "goose-quill");
    await page.goto("/cart");
    await expectConfirmed(page);
    await postgres[begin]();

    await page.getByRole("button", { name: "Increase quantity of Goose quill" }).click();
    const began = performance.now();
    expect(await send(batchOf({ type: "addItem", sku: "reed-pens", quantity: 1 }))).toMatchObject({
      ok: false,
      rejection: { code: "unavailable", message: expect.stringMatching(/try again/) },
    });
    expect(performance.now() - began).toBeLessThan(8_000);
    const trouble = page.getByRole("alert").filter({ hasText: "The shop can’t be reached." });
    await expect(trouble).toContainText("Your last change is kept and will be sent again.");
    await expect(quantityOf(page, "Goose quill")).toHaveValue("2");

    const health = await page.request.get("/api/health");
    expect(health.status()).toBe(503);
    expect(await health.json()).toEqual({ status: "unavailable", reason: "The database does not answer." });
    expect((await page.request.get("/products/brass-hourglass.svg")).status()).toBe(200);
    expect((await page.request.get("/api/cart")).status()).toBe(503);
    const second = await context.newPage();
    expect((await second.goto("/cart"))?.status()).toBe(503);
    await expect(second.getByRole("heading", { name: "The register is out of reach." })).toBeVisible();

    await postgres[end]();
    await expect(second.getByRole("heading", { name: "Your cart" })).toBeVisible({ timeout: 20_000 });
    await expect(trouble).toBeHidden({ timeout: 20_000 });
    await expectConfirmed(page);
    await expect(quantityOf(page, "Goose quill")).toHaveValue("2");
    expect(await storedCart(page.request)).toMatchObject({ "goose-quill": 2 });
    await expect.poll(async () => (await page.request.get("/api/health")).status()).toBe(200);
    await expect.poll(() => listenersOf(postgres.url), { message: "hearing other processes again" }).toBe(1);
    await fillCart(page.request, "brass-hourglass");
  });
}

async function listenersOf(databaseUrl: string): Promise<number> {
  const sql = connect(databaseUrl, { max: 1 });
  const [row] = await sql<{ count: number }[]>`select count(*) from pg_stat_activity where query ilike 'listen %'`;
  await sql.end();
  return row?.count ?? 0;
}
