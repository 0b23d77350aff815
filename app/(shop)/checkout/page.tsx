import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { v7 as uuidV7 } from "uuid";
import { CartLineList } from "@/app/_components/cart/cart-line-list";
import { currentCart } from "@/app/shopper";
import { shippingMethods } from "@/lib/cart/shipping";
import { countItems, totalsOf } from "@/lib/cart/totals";
import { CheckoutForm } from "./checkout-form-client";

export const metadata: Metadata = { title: "Checkout" };

export default async function CheckoutPage() {
  const cart = (await currentCart())?.state;
  if (cart?.status !== "open" || cart.lines.length === 0) redirect("/cart?refused=cart-empty");
  const { lines, promo } = cart;
  const shipping = shippingMethods.map(({ id, name, promise, delivery }) => ({
    id,
    name,
    promise,
    totals: totalsOf(lines, promo, delivery),
  }));
  const items = countItems(lines);
  return (
    <>
      <h1 className="mb-6 text-4xl">Checkout</h1>
      <details className="mb-10 rounded-md border border-rule bg-leaf px-5 py-3">
        <summary className="min-h-8 cursor-pointer">
          {items === 1 ? "The item" : `The ${items} items`} in this order
        </summary>
        <div className="pt-4 pb-2">
          <CartLineList lines={lines} label="Order lines" />
        </div>
      </details>
      {/* A cart that changed is another order: a new key gives it a new form and a new command. */}
      <CheckoutForm key={JSON.stringify(lines)} commandId={uuidV7()} shipping={shipping} promo={promo} />
    </>
  );
}
