import { randomUUID } from "node:crypto";
import { expect, type APIResponse, type Page } from "@playwright/test";
import type { CartActionReply } from "@/app/_components/cart/cart-snapshot";
import { expectConfirmed, isBatch } from "./cart";

/** The door for cart commands, as whoever reads the page's traffic could use it. */
export interface Door {
  /** Sends a body as it is. */
  readonly post: (body: string, headers?: Readonly<Record<string, string>>) => Promise<APIResponse>;
  /** Sends a batch, which may be malformed, as the action's only argument. */
  readonly send: (batch: unknown) => Promise<CartActionReply>;
}

/** Puts a product into the cart with its button, and learns from that how to send commands by hand. */
export async function findDoor(page: Page, slug: string): Promise<Door> {
  await page.goto(`/products/${slug}`);
  const [seen] = await Promise.all([
    page.waitForRequest(isBatch),
    page.getByRole("button", { name: "Add to cart", exact: true }).click(),
  ]);
  await expectConfirmed(page);
  const { origin } = new URL(page.url());
  const action = seen.headers()["next-action"] ?? "";
  const usual = {
    "next-action": action,
    accept: "text/x-component",
    "content-type": "text/plain;charset=UTF-8",
    origin,
  };
  const post: Door["post"] = (data, headers = {}) =>
    page.request.post(seen.url(), { data, headers: { ...usual, ...headers } });
  const send: Door["send"] = async (batch) => {
    const reply = await post(JSON.stringify([batch]));
    expect(reply.status()).toBe(200);
    return readReply(await reply.text());
  };
  return { post, send };
}

/** A batch of one command. */
export function batchOf(request: unknown, commandId: string = randomUUID()): unknown {
  return { commands: [{ commandId, request }] };
}

/** The action's result among the numbered rows of a reply. */
function readReply(text: string): CartActionReply {
  const row = text.split("\n").find((line) => line.startsWith("1:"));
  if (row === undefined) throw new Error(`No result in the reply: ${text}`);
  return JSON.parse(row.slice(2)) as CartActionReply;
}
