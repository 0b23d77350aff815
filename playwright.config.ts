import { defineConfig } from "@playwright/test";
import { browserLaunchOptions } from "./e2e/browser";

/** People's stories in a real browser. Each worker has a shop and a database of its own; each test is a new visitor. */
export default defineConfig({
  testDir: "e2e",
  testMatch: "*.spec.ts",
  globalSetup: "./e2e/global-setup.ts",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: process.env.CI !== undefined,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["./e2e/last-line.ts"]],
  use: {
    actionTimeout: 15_000,
    navigationTimeout: 15_000,
    locale: "en-GB",
    timezoneId: "Europe/London",
    launchOptions: browserLaunchOptions(),
    // A film of each test would cost more than the test.
    trace: { mode: "retain-on-failure", screenshots: false },
    viewport: { width: 1280, height: 900 },
  },
});
