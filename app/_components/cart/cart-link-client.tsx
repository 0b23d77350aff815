"use client";

import { ShoppingBasket } from "lucide-react";
import Link from "next/link";
import { countItems } from "@/lib/cart/totals";
import { useCart } from "./cart-provider-client";
import { linesOf } from "./lines-of";

export function CartLink() {
  const { view } = useCart();
  const items = countItems(linesOf(view.cart));
  return (
    <>
      {/* The name has a fixed form, also for one item, so that anyone's tests can match it. */}
      <Link
        href="/cart"
        aria-label={`Cart, ${items} items`}
        className="flex min-h-11 items-center gap-2 rounded-sm border border-rule bg-leaf px-3 transition-colors hover:border-field"
      >
        <ShoppingBasket aria-hidden="true" size={20} strokeWidth={1.75} />
        <span className="price min-w-4 text-center text-lg leading-none">{items}</span>
      </Link>
      <span role="status" className="sr-only">
        {view.unconfirmed > 0 ? "" : `Cart has ${items} ${items === 1 ? "item" : "items"}`}
      </span>
    </>
  );
}
