import { expect, test as base, type BrowserContext, type BrowserContextOptions, type Page } from "@playwright/test";
import { cloneDatabase } from "./database";
import { startWebServer } from "./web-server";

export { expect } from "@playwright/test";

interface WorkerFixtures {
  /** The shop of this worker. */
  readonly shop: { readonly url: string; readonly databaseUrl: string };
}

interface TestFixtures {
  /** What browsers may complain of in this test, because its story provokes it; everything else fails the test. */
  readonly allowComplaint: (pattern: RegExp) => void;
  /** Another browser: without a cookie it is another visitor. */
  readonly openBrowser: (options?: BrowserContextOptions) => Promise<Page>;
}

interface WatchFixtures {
  readonly complaints: { readonly heard: string[]; readonly allowed: RegExp[] };
  readonly watch: (context: BrowserContext) => void;
}

/** Playwright's `test` with a shop to visit. Errors and warnings in a browser's console fail the test. */
export const test = base.extend<TestFixtures & WatchFixtures, WorkerFixtures>({
  shop: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const database = await cloneDatabase();
      try {
        const server = await startWebServer(database.url);
        await use({ url: server.url, databaseUrl: database.url });
        await server.stop();
      } finally {
        await database.drop();
      }
    },
    { scope: "worker", timeout: 60_000 },
  ],
  baseURL: async ({ shop }, use) => use(shop.url),
  complaints: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const complaints = { heard: [] as string[], allowed: [] as RegExp[] };
      await use(complaints);
      const unexpected = complaints.heard.filter((said) => !complaints.allowed.some((pattern) => pattern.test(said)));
      expect(unexpected, "the browser's console should stay quiet").toEqual([]);
    },
    { auto: true },
  ],
  watch: async ({ complaints }, use) => {
    await use((context) => {
      context.on("console", (message) => {
        if (message.type() !== "error" && message.type() !== "warning") return;
        complaints.heard.push(`${message.type()}: ${message.text()} (${message.location().url})`);
      });
      context.on("weberror", (error) => complaints.heard.push(String(error.error())));
    });
  },
  context: async ({ context, watch }, use) => {
    watch(context);
    await use(context);
  },
  allowComplaint: async ({ complaints }, use) => use((pattern) => void complaints.allowed.push(pattern)),
  openBrowser: async ({ browser, baseURL, watch }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({ locale: "en-GB", timezoneId: "Europe/London", baseURL, ...options });
      contexts.push(context);
      watch(context);
      return context.newPage();
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});
