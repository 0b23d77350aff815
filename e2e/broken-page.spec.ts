import { test as base } from "@playwright/test";
import type postgres from "postgres";
import { connect } from "@/lib/database/connection";
import { cloneDatabase } from "./database";
import { expect } from "./shop";
import { startWebServer } from "./web-server";

/** A shop whose tables can be broken. */
const test = base.extend<{ databaseUrl: string; sql: postgres.Sql }>({
  // oxlint-disable-next-line no-empty-pattern
  databaseUrl: async ({}, use) => {
    const database = await cloneDatabase();
    await use(database.url);
    await database.drop();
  },
  sql: async ({ databaseUrl }, use) => {
    const sql = connect(databaseUrl, { max: 1 });
    await use(sql);
    await sql.end();
  },
  baseURL: async ({ databaseUrl }, use) => {
    const server = await startWebServer(databaseUrl);
    await use(server.url);
    await server.stop();
  },
});

for (const { what, table, address, broken, whole } of [
  {
    what: "a page",
    table: "products",
    address: "/catalogue",
    broken: "The page could not be drawn.",
    whole: "The catalogue",
  },
  {
    what: "what is around every page",
    table: "cart_summaries",
    address: "/cart",
    broken: "The shop could not be drawn.",
    whole: "Your cart",
  },
]) {
  test(`when ${what} can't be drawn, the shop says so, and can be asked again`, async ({ page, sql }) => {
    await sql`alter table ${sql(table)} rename to mislaid`;
    expect((await page.goto(address))?.status()).toBe(500);
    const alert = page.getByRole("alert").filter({ hasText: broken });
    await expect(alert).toContainText("Your cart is safe");

    await sql`alter table mislaid rename to ${sql(table)}`;
    await alert.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByRole("heading", { level: 1, name: whole })).toBeVisible();
  });
}
