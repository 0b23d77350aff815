"use client";

import Link from "next/link";
import { CartLineList } from "@/app/_components/cart/cart-line-list";
import { useCart } from "@/app/_components/cart/cart-provider-client";
import { CartTotals } from "@/app/_components/cart/cart-totals";
import { CheckOutButton } from "@/app/_components/cart/check-out-button-client";
import { LineControls } from "@/app/_components/cart/line-controls-client";
import { cartTotals, linesOf } from "@/app/_components/cart/lines-of";
import { PromoCode } from "@/app/_components/cart/promo-code-client";
import { RemovedLines } from "@/app/_components/cart/removed-lines-client";
import { CartHistory, useCartPast } from "@/app/_components/timeline/cart-history-client";
import { momentLabel } from "@/app/_components/timeline/moment-label";
import { PastBanner } from "@/app/_components/timeline/past-banner-client";
import { useMoment } from "@/app/_components/timeline/use-moment";
import { buttonClass } from "@/app/_ui/button";
import type { Cart } from "@/lib/cart/cart";
import { countItems } from "@/lib/cart/totals";

interface CartViewProps {
  /** The moment that the address names, and the cart then, so that it is there before any script. */
  readonly initialPast: { readonly moment: number; readonly label: string; readonly cart: Cart } | undefined;
  readonly viewer: string;
}

/** The cart of now, or of any moment before, and its history. */
export function CartView({ initialPast, viewer }: CartViewProps) {
  const { view } = useCart();
  const [moment, setMoment] = useMoment(initialPast?.moment);
  const past = useCartPast("/api/cart/events", view.streamId);
  const pastCart = moment === undefined ? undefined : (past.cartAt(moment) ?? initialPast?.cart);
  const label = past.events.length > 0 && moment !== undefined ? momentLabel(past.events, moment) : initialPast?.label;

  return (
    <>
      {pastCart && <PastBanner label={label ?? ""} onBack={() => setMoment(undefined)} />}
      {pastCart ? <PastCart cart={pastCart} /> : <CartNow />}
      {view.version > 0 && (
        <div className="mt-12 border-t border-rule pt-8">
          <CartHistory past={past} moment={moment} viewer={viewer} onMove={setMoment} />
        </div>
      )}
    </>
  );
}

const columns = "grid grid-cols-[minmax(0,1fr)] items-start gap-x-12 gap-y-8 lg:grid-cols-[minmax(0,1fr)_22rem]";
const sheet = "rounded-md border border-rule bg-leaf p-5 shadow-leaf sm:p-6";

function CartNow() {
  const { view } = useCart();
  const lines = linesOf(view.cart);
  const promo = view.cart.status === "open" ? view.cart.promo : null;
  if (lines.length === 0) return <EmptyCart />;
  return (
    <div className={columns}>
      <div className={sheet}>
        <RemovedLines />
        <CartLineList
          lines={lines}
          controls={(line) => <LineControls line={line} />}
          isUncertain={(line) => view.uncertain.has(line.sku)}
        />
      </div>
      <div className={`${sheet} flex flex-col gap-5`}>
        <PromoCode />
        <CartTotals totals={cartTotals(view.cart)} promo={promo} uncertain={view.unconfirmed > 0} />
        <CheckOutButton />
      </div>
    </div>
  );
}

function PastCart({ cart }: { readonly cart: Cart }) {
  const lines = linesOf(cart);
  const promo = cart.status === "none" ? null : cart.promo;
  return (
    <div className={columns}>
      <div className={`${sheet} border-past`}>
        <p className="eyebrow mb-4">{countItems(lines) === 1 ? "1 item" : `${countItems(lines)} items`} then</p>
        {lines.length === 0 ? (
          <p className="py-8 text-center text-faint">The cart was empty.</p>
        ) : (
          <CartLineList lines={lines} />
        )}
      </div>
      <div className={`${sheet} border-past`}>
        <CartTotals totals={cartTotals(cart)} promo={promo} />
      </div>
    </div>
  );
}

function EmptyCart() {
  return (
    <div className={sheet}>
      <RemovedLines />
      <div className="flex flex-col items-center gap-5 py-12 text-center">
        <p className="font-serif text-2xl">Nothing in it yet.</p>
        <p className="max-w-prose text-faint">
          Whatever you put in, take out or change will be kept here, step by step.
        </p>
        <Link href="/catalogue" className={buttonClass("primary", "large")}>
          Look around the shop
        </Link>
      </div>
    </div>
  );
}
