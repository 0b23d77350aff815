"use client";

import { useMemo, type ReactNode } from "react";
import { CartLineList } from "@/app/_components/cart/cart-line-list";
import { CartTotals } from "@/app/_components/cart/cart-totals";
import { CartHistory } from "@/app/_components/timeline/cart-history-client";
import type { InitialLook } from "@/app/_components/timeline/initial-look";
import { momentLabel } from "@/app/_components/timeline/moment-label";
import { PastBanner } from "@/app/_components/timeline/past-banner-client";
import { PastCart } from "@/app/_components/timeline/past-cart-client";
import { useHistory } from "@/app/_components/timeline/use-history";
import { useLook } from "@/app/_components/timeline/use-look";
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
  const look = useLook(initial, version);
  const source = useMemo(
    () => ({ url: `/api/orders/${orderId}/events`, streamId, version }),
    [orderId, streamId, version],
  );
  const history = useHistory(source, look.moment);
  const { moment } = look;
  const cart = moment === undefined ? undefined : (history.cartAt(moment) ?? initial.past?.cart);
  const stored = moment === undefined ? undefined : history.eventAt(moment);
  const label = stored ? momentLabel(stored, history.length) : (initial.past?.label ?? "");
  const sheet = "rounded-md border border-rule bg-leaf p-5 shadow-leaf sm:p-6";
  return (
    <>
      {moment !== undefined && <PastBanner label={label} newEvents={0} onBack={() => look.move(undefined)} />}
      {moment !== undefined && cart ? (
        <PastCart cart={cart} history={history} moment={moment} onMove={look.move} />
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
