import type { Metadata } from "next";
import { initialLook } from "@/app/_components/timeline/initial-look";
import { currentCart, currentVisitor } from "@/app/shopper";
import { startShop } from "@/lib/shop";
import { CartView } from "./cart-view-client";

export const metadata: Metadata = { title: "Cart" };

/** What a plain form is told when its request was refused, by the rejection's code. */
const refusals: Record<string, string> = {
  "out-of-stock": "That is out of stock, so it was not added.",
  discontinued: "That is no longer sold, so it was not added.",
  "not-enough-stock": "There are not that many left, so nothing was changed.",
  "unknown-promo-code": "There is no such promo code. Check its spelling.",
  "promo-minimum": "That promo code needs a little more in the cart.",
  "not-in-cart": "That is no longer in your cart. Add it again if you still want it.",
  unavailable: "The shop can’t reach its register at this moment. Please try again in a few seconds.",
  busy: "The shop has more to do than it can at this moment. Please try again in a few seconds.",
  "cart-empty": "Your cart is empty. Add something before you check out.",
};

export default async function CartPage({ searchParams }: PageProps<"/cart">) {
  const [params, loaded, visitor, shop] = await Promise.all([
    searchParams,
    currentCart(),
    currentVisitor(),
    startShop(),
  ]);
  const look = loaded ? await initialLook(params, shop, loaded.streamId) : {};
  const { refused } = params;
  const refusal =
    typeof refused === "string" ? (refusals[refused] ?? "The shop could not do that; nothing was changed.") : undefined;
  return (
    <>
      <h1 className="mb-8 text-4xl">Your cart</h1>
      {refusal && (
        <p role="alert" className="mb-6 rounded-sm border-l-4 border-seal bg-tint px-4 py-3">
          {refusal}
        </p>
      )}
      <CartView look={look} viewer={visitor?.owner ?? ""} />
    </>
  );
}
