import { randomUUID } from "node:crypto";
import { cartSnapshot, openCartWith, storedCart } from "./cart";
import { checkOut } from "./checkout";
import { batchOf, findDoor } from "./commands";
import { expect, test } from "./shop";

test("nobody but the shopper sees an order, its events or a cart", async ({ page, openBrowser, allowComplaint }) => {
  allowComplaint(/status of 404 .*\/orders\//);
  await openCartWith(page, "goose-quill");
  const order = await checkOut(page);
  await openCartWith(page, "reed-pens");
  const own = await cartSnapshot(page.request);

  const stranger = await openBrowser();
  await stranger.goto("/");
  expect((await stranger.goto(order))?.status()).toBe(404);
  await expect(stranger.getByText("There is nothing under this address, or it is not yours to see.")).toBeVisible();
  expect((await stranger.request.get(`/api${order}/events`)).status()).toBe(404);
  expect((await page.request.get(`/api${order}/events`)).status()).toBe(200);
  const other = await cartSnapshot(stranger.request);
  expect(other.cart).toEqual({ status: "none" });
  expect(other.owner).not.toBe(own.owner);
  expect(await (await stranger.request.get("/api/cart/events")).json()).toMatchObject({ version: 0, events: [] });
  await stranger.goto("/cart?v=2");
  await expect(stranger.getByText("Nothing in it yet.")).toBeVisible();
  await stranger.goto("/orders");
  await expect(stranger.getByText("No orders yet.")).toBeVisible();
});

test("a forged cookie names nobody", async ({ page, openBrowser, baseURL }) => {
  await openCartWith(page, "goose-quill");
  const [cookie] = await page.context().cookies();
  if (!cookie) throw new Error("The visitor has no cookie.");
  expect(cookie).toMatchObject({ name: "visitor", httpOnly: true, sameSite: "Lax" });
  const [id = "", signature = ""] = decodeURIComponent(cookie.value).split(/\.(.*)/);
  for (const value of [
    id,
    `${id}.`,
    `${id}.${signature.slice(0, -1)}`,
    `${id}.${signature}x`,
    `${randomUUID()}.${signature}`,
    "%E0%A4%A",
  ]) {
    const forger = await openBrowser();
    await forger.context().addCookies([{ name: "visitor", value: encodeURIComponent(value), url: baseURL ?? "" }]);
    const seen = await cartSnapshot(forger.request);
    expect(seen, `a cookie of ${value}`).toMatchObject({ owner: "", version: 0, cart: { status: "none" } });
    expect((await forger.request.get("/cart")).status()).toBe(200);
  }
});

test("pages, routes and drawings carry the security headers", async ({ request }) => {
  for (const path of [
    "/",
    "/cart",
    "/nowhere",
    "/api/cart",
    "/api/health",
    "/products/brass-hourglass.svg",
    "/icon.svg",
  ]) {
    const headers = (await request.get(path)).headers();
    expect(headers, path).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "same-origin",
      "cross-origin-opener-policy": "same-origin",
      "content-security-policy": expect.stringContaining("default-src 'self'"),
    });
    expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
    expect(headers, path).not.toHaveProperty("x-powered-by");
  }
  for (const path of ["/api/cart", "/api/cart/events"]) {
    expect((await request.get(path)).headers()["cache-control"]).toBe("private, no-store");
  }
});

test("health tells how far the log and each projection are", async ({ page }) => {
  await openCartWith(page, "goose-quill");
  const response = await page.request.get("/api/health");
  expect(response.status()).toBe(200);
  const health = (await response.json()) as {
    head: number;
    projections: Record<string, { position: number; lag: number }>;
  };
  expect(health).toMatchObject({ status: "ok", head: expect.any(Number) });
  expect(health.head).toBeGreaterThanOrEqual(2);
  expect(Object.keys(health.projections).length).toBeGreaterThanOrEqual(3);
  for (const projection of Object.values(health.projections)) {
    expect(projection).toMatchObject({ position: expect.any(Number), lag: expect.any(Number) });
  }
});

test("a command from a foreign page changes nothing", async ({ page }) => {
  const { post, send } = await findDoor(page, "goose-quill");
  const batch = batchOf({ type: "addItem", sku: "reed-pens", quantity: 1 });
  for (const origin of ["https://evil.example", "null"]) {
    const reply = await post(JSON.stringify([batch]), { origin });
    expect(reply.ok(), `an origin of ${origin}`).toBe(false);
    expect(await storedCart(page.request)).toEqual({ "goose-quill": 1 });
  }
  expect(await send(batch)).toMatchObject({ ok: true });
  expect(await storedCart(page.request)).toEqual({ "goose-quill": 1, "reed-pens": 1 });
});

test("malformed batches are refused in words and change nothing", async ({ page }) => {
  const { send } = await findDoor(page, "goose-quill");
  const good = { type: "addItem", sku: "reed-pens", quantity: 1 };
  const commandId = randomUUID();
  const one = { commandId, request: good };
  const malformed: readonly unknown[] = [
    null,
    7,
    "commands",
    [],
    {},
    { commands: [] },
    { commands: "all" },
    { commands: [one], cart: "cart-of-somebody-else" },
    { commands: [one, one] },
    { commands: Array.from({ length: 101 }, () => ({ commandId: randomUUID(), request: good })) },
    batchOf({ ...good, quantity: 0 }),
    batchOf({ ...good, quantity: -1 }),
    batchOf({ ...good, quantity: 1.5 }),
    batchOf({ ...good, quantity: 1_000 }),
    batchOf({ ...good, quantity: "1" }),
    batchOf({ ...good, unitPrice: 1 }),
    batchOf({ ...good, sku: "'; drop table events; --" }),
    batchOf({ ...good, sku: "a".repeat(65) }),
    batchOf({ type: "createCart", owner: "visitor:me" }),
    batchOf({ type: "applyPromoCode", code: "<b>" }),
    batchOf(good, "not-a-uuid"),
    batchOf({ type: "__proto__" }),
  ];
  for (const batch of malformed) {
    const reply = await send(batch);
    expect(reply, JSON.stringify(batch)).toMatchObject({
      ok: false,
      rejection: { code: "bad-request", message: expect.stringMatching(/\.$/) },
    });
  }
  expect(await storedCart(page.request)).toEqual({ "goose-quill": 1 });
});

test("a body that is no call at all changes nothing and learns nothing", async ({ page }) => {
  const { post } = await findDoor(page, "goose-quill");
  for (const body of ["", "[", "{}", `["${"x".repeat(70_000)}"]`]) {
    const reply = await (await post(body)).text();
    expect(reply, body.slice(0, 10)).not.toContain('"ok":true');
    expect(reply, "no stack trace").not.toMatch(/\bat .+:\d+:\d+/);
  }
  expect(await storedCart(page.request)).toEqual({ "goose-quill": 1 });
});

test("versions that are none are refused by the routes", async ({ page }) => {
  await openCartWith(page, "goose-quill");
  for (const after of ["-1", "x", "1.5", "99999999999999"]) {
    expect((await page.request.get(`/api/cart/events?after=${after}`)).status()).toBe(400);
  }
  for (const v of ["0", "-3", "999999", "x", "2;drop"]) {
    const response = await page.goto(`/cart?v=${encodeURIComponent(v)}`);
    expect(response?.status()).toBe(200);
    await expect(page.getByRole("button", { name: "Increase quantity of Goose quill" })).toBeVisible();
  }
});
