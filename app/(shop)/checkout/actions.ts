"use server";

import { randomUUID } from "node:crypto";
import { redirect } from "next/navigation";
import { z } from "zod";
import { visitorForWriting } from "@/app/shopper";
import { checkoutForm, fieldProblems, orderNumberOf, type CheckoutField, type CheckoutForm } from "@/lib/cart/checkout";
import { cartIdOf } from "@/lib/cart/prediction";
import { handleForShopper, loadCurrentCart, type Shopper } from "@/lib/cart/shopping";
import type { CartCommand } from "@/lib/cart/cart";
import { shippingMethods, standardShipping } from "@/lib/cart/shipping";
import { enterAction } from "@/lib/door/request-context";
import { attempt } from "@/lib/machine-failure";
import { startShop, type Shop } from "@/lib/shop";

/** What the checkout page is told when no order came of it. */
export interface CheckoutState {
  readonly problems: Partial<Record<CheckoutField, string>>;
  /** What is wrong with the order as a whole. */
  readonly refusal?: string;
  /** What was typed, for a page without scripts. */
  readonly values: Partial<Record<CheckoutField, string>>;
}

const submission = z.object({
  commandId: z.uuid().toLowerCase(),
  /** The total shown beside each shipping method, in minor units. */
  totals: z.record(z.string(), z.coerce.number().int()),
});

/** Places the order: leads to its page, or says for each field what is wrong and changes nothing. */
export async function placeOrder(_before: CheckoutState, form: unknown): Promise<CheckoutState> {
  enterAction();
  const fields = form instanceof FormData ? [...form] : [];
  const values = Object.fromEntries(fields.filter(([, value]) => typeof value === "string")) as Record<string, string>;
  const parsed = checkoutForm.safeParse(values);
  if (!parsed.success) return { problems: fieldProblems(parsed.error), values };
  const sent = submission.safeParse({ commandId: values.commandId, totals: totalsIn(values) });
  if (!sent.success)
    return { problems: {}, refusal: "This page is out of date. Load it again and place the order.", values };
  if (parsed.data.payment === "test-declined") {
    return {
      problems: { payment: "The test payment was declined, as asked. Nothing was charged; choose another." },
      values,
    };
  }

  const [shop, visitor] = await Promise.all([startShop(), visitorForWriting()]);
  const agreed = sent.data.totals[parsed.data.shipping] ?? -1;
  const { commandId } = sent.data;
  const placing = await attempt(async () => {
    const command = await toCommand(shop, visitor, parsed.data, agreed);
    return handleForShopper(shop.shopping, visitor, [{ commandId, command }], randomUUID());
  });
  if (!placing.ok) return { problems: {}, refusal: placing.rejection.message, values };
  const reply = placing.value;
  const [outcome] = reply.outcomes;
  if (outcome?.outcome !== "accepted") {
    const refusal = outcome?.outcome === "rejected" ? outcome.rejection.message : "Nothing was changed.";
    return { problems: {}, refusal, values };
  }
  // The order's page reads the read model; this bound only decides whether it may have to say "in a moment".
  await shop.projector.waitFor("orders", reply.position, 2_000);
  const placed = outcome.events.at(-1);
  redirect(`/orders/${cartIdOf(placed?.streamId ?? reply.streamId)}?thanks`);
}

async function toCommand(
  shop: Shop,
  shopper: Shopper,
  form: CheckoutForm,
  expectedTotal: number,
): Promise<CartCommand> {
  const { streamId, state } = await loadCurrentCart(shop.shopping, shopper);
  const skus = state.status === "none" ? [] : state.lines.map((line) => line.sku);
  const orderId = cartIdOf(streamId);
  const { name, email, street, city, postcode, country } = form;
  return {
    type: "checkOut",
    orderId,
    orderNumber: orderNumberOf(orderId),
    customer: { name, email, address: { street, city, postcode, country } },
    shipping: shippingMethods.find((method) => method.id === form.shipping) ?? standardShipping,
    payment: { method: "test", reference: "No money moved" },
    expectedTotal,
    products: await shop.shopping.facts.products(skus),
  };
}

function totalsIn(values: Record<string, string>): Record<string, string> {
  const prefix = "total-";
  const named = Object.entries(values).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(named.map(([name, value]) => [name.slice(prefix.length), value]));
}
