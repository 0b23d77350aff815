"use server";

import { randomUUID } from "node:crypto";
import { redirect } from "next/navigation";
import { z } from "zod";
import type { CartActionReply } from "@/app/_components/cart/cart-snapshot";
import { visitorForWriting } from "@/app/shopper";
import { cartBatch, type CartBatch } from "@/lib/cart/requests";
import { sendToCart, type CartReply } from "@/lib/cart/shopping";
import { enterAction } from "@/lib/door/request-context";
import { attempt, type Attempt } from "@/lib/machine-failure";
import { startShop } from "@/lib/shop";

/**
 * The one door for cart commands: a batch for the shopper's own cart, in order.
 *
 * Answers each command with its events or a typed rejection; a batch that doesn't parse changes nothing. While the machine can't
 * take commands, the whole batch is rejected (`unavailable`, `busy`), to be sent again as it is.
 */
export async function sendCartCommands(input: unknown): Promise<CartActionReply> {
  enterAction();
  const batch = cartBatch.safeParse(input);
  if (!batch.success) return { ok: false, rejection: { code: "bad-request", message: toSentence(batch.error) } };
  const sent = await send(batch.data);
  if (!sent.ok) return sent;
  const { streamId, version, position, outcomes } = sent.value;
  return { ok: true, streamId, version, position, outcomes };
}

/** The same door for plain forms, with scripts off: one command, then back to the cart. */
export async function submitCartForm(form: unknown): Promise<void> {
  enterAction();
  const { commandId, ...fields } = form instanceof FormData ? Object.fromEntries(form) : {};
  const request = withNumbers(Object.fromEntries(Object.entries(fields).filter(([name]) => !name.startsWith("$"))));
  const batch = cartBatch.safeParse({ commands: [{ commandId, request }] });
  if (!batch.success) redirect("/cart?refused=bad-request");
  const sent = await send(batch.data);
  if (!sent.ok) redirect(`/cart?refused=${sent.rejection.code}`);
  const [outcome] = sent.value.outcomes;
  redirect(outcome?.outcome === "rejected" ? `/cart?refused=${outcome.rejection.code}` : "/cart");
}

async function send({ commands }: CartBatch): Promise<Attempt<CartReply>> {
  const [shop, visitor] = await Promise.all([startShop(), visitorForWriting()]);
  return attempt(() => sendToCart(shop.shopping, visitor, commands, randomUUID()));
}

function withNumbers(fields: Record<string, unknown>): Record<string, unknown> {
  const numbers = ["quantity", "unitPrice"].flatMap((name) => {
    const text = fields[name];
    return typeof text === "string" && /^\d+$/.test(text) ? [[name, Number(text)]] : [];
  });
  return { ...fields, ...Object.fromEntries(numbers) };
}

function toSentence(error: z.ZodError): string {
  return `The shop could not read that request: ${z.prettifyError(error).split("\n")[0] ?? "it has the wrong form"}.`;
}
