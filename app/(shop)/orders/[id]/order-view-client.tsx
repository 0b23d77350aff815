"use client";

import type { ReactNode } from "react";
import { CartLineList } from "@/app/_components/cart/cart-line-list";
import { CartTotals } from "@/app/_components/cart/cart-totals";
import { CartHistory } from "@/app/_components/timeline/cart-history-client";
import type { InitialLook } from "@/app/_components/timeline/initial-look";
import { PastBanner } from "@/app/_components/timeline/past-banner-client";
import { PastCart } from "@/app/_components/timeline/past-cart-client";
import { useTravel } from "@/app/_components/timeline/use-travel";
import type { Line, PromoTerms, Totals } from "@/lib/cart/events";

interface OrderViewProps {
  readonly orderId: string;
  readonly streamId: string;
  /** How many events the cart has. */
  readonly version: number;
  readonly look: InitialLook;
  readonly viewer: string;
  readonly lines: readonly Line[];
  readonly totals: Totals;
  readonly shipping: string;
  readonly promo: PromoTerms | null;
  /** What is said below the totals of the order as placed. */
  readonly children: ReactNode;
}

/** An order, or the cart it came from at any moment before. */
export function OrderView({ look: initial, ...order }: OrderViewProps) {
  const { orderId, streamId, version, viewer } = order;
  const url = `/api/orders/${orderId}/events`;
  const { look, history, past } = useTravel(initial, { url, streamId, version });
  const sheet = "rounded-md border border-rule bg-leaf p-5 shadow-leaf sm:p-6";
  return (
    <>
      {past && <PastBanner label={past.label} newEvents={0} onBack={() => look.move(undefined)} />}
      {past?.cart ? (
        <PastCart cart={past.cart} history={history} moment={past.moment} onMove={look.move} />
      ) : (
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-x-12 gap-y-8 lg:grid-cols-[minmax(0,1fr)_22rem]">
          <div className={sheet}>
            <CartLineList lines={order.lines} label="Order lines" />
          </div>
          <div className={`${sheet} flex flex-col gap-5`}>
            <CartTotals
              totals={order.totals}
              promo={order.promo}
              shippingName={`Shipping, ${order.shipping.toLowerCase()}`}
            />
            {order.children}
          </div>
        </div>
      )}
      <CartHistory history={history} look={look} streamId={streamId} viewer={viewer} isCurrentCart={false} />
    </>
  );
}
