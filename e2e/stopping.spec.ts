import { expect, test } from "./shop";
import { startWebServer } from "./web-server";

// Far more than it takes to stop, far less than a page would keep its server for.
test.setTimeout(25_000);

test("a server that is asked to stop ends, though a page that listens to it comes back at once", async ({
  shop,
  openBrowser,
  allowComplaint,
}) => {
  // The page asks the server that stops, then nobody.
  allowComplaint(/503|ERR_/);
  const server = await startWebServer(shop.databaseUrl);
  const page = await openBrowser({ baseURL: server.url });
  const listening = page.waitForRequest((request) => request.url().endsWith("/api/cart/live"));
  await page.goto("/products/goose-quill");
  await listening;

  await server.stop();
  await expect(page.getByRole("heading", { name: "Goose quill" })).toBeVisible();
});
