"use client";

import type { ReactNode } from "react";
import { CartLineList } from "@/app/_components/cart/cart-line-list";
import { CartTotals } from "@/app/_components/cart/cart-totals";
import { cartTotals, linesOf } from "@/app/_components/cart/lines-of";
import { CartHistory, useCartPast } from "@/app/_components/timeline/cart-history-client";
import { momentLabel } from "@/app/_components/timeline/moment-label";
import { PastBanner } from "@/app/_components/timeline/past-banner-client";
import { useMoment } from "@/app/_components/timeline/use-moment";
import type { Cart } from "@/lib/cart/cart";
import type { Line, PromoTerms, Totals } from "@/lib/cart/events";

interface OrderViewProps {
  readonly orderId: string;
  readonly streamId: string;
  readonly viewer: string;
  readonly lines: readonly Line[];
  readonly totals: Totals;
  readonly shipping: string;
  readonly promo: PromoTerms | null;
  readonly initialPast: { readonly moment: number; readonly label: string; readonly cart: Cart } | undefined;
  /** What is said below the totals of the order as placed. */
  readonly children: ReactNode;
}

/** An order, or the cart it came from at any moment before. */
export function OrderView(order: OrderViewProps) {
  const { initialPast, viewer } = order;
  const [moment, setMoment] = useMoment(initialPast?.moment);
  const past = useCartPast(`/api/orders/${order.orderId}/events`, order.streamId);
  const pastCart = moment === undefined ? undefined : (past.cartAt(moment) ?? initialPast?.cart);
  const label = past.events.length > 0 && moment !== undefined ? momentLabel(past.events, moment) : initialPast?.label;
  const sheet = `rounded-md border bg-leaf p-5 shadow-leaf sm:p-6 ${pastCart ? "border-past" : "border-rule"}`;
  return (
    <>
      {pastCart && <PastBanner label={label ?? ""} onBack={() => setMoment(undefined)} />}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-x-12 gap-y-8 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className={sheet}>
          <CartLineList
            lines={pastCart ? linesOf(pastCart) : order.lines}
            label={pastCart ? "Cart lines" : "Order lines"}
          />
        </div>
        <div className={`${sheet} flex flex-col gap-5`}>
          {pastCart ? (
            <CartTotals totals={cartTotals(pastCart)} promo={pastCart.status === "none" ? null : pastCart.promo} />
          ) : (
            <>
              <CartTotals
                totals={order.totals}
                promo={order.promo}
                shippingName={`Shipping, ${order.shipping.toLowerCase()}`}
              />
              {order.children}
            </>
          )}
        </div>
      </div>
      <div className="mt-12 border-t border-rule pt-8">
        <CartHistory past={past} moment={moment} viewer={viewer} onMove={setMoment} />
      </div>
    </>
  );
}
