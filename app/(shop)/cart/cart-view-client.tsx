"use client";

import Link from "next/link";
import { Activity, memo } from "react";
import { CartLineList } from "@/app/_components/cart/cart-line-list";
import { useCart } from "@/app/_components/cart/cart-provider-client";
import { CartTotals } from "@/app/_components/cart/cart-totals";
import { CheckOutButton } from "@/app/_components/cart/check-out-button-client";
import { LineControls } from "@/app/_components/cart/line-controls-client";
import { cartTotals, linesOf } from "@/app/_components/cart/lines-of";
import { PromoCode } from "@/app/_components/cart/promo-code-client";
import { RemovedLines } from "@/app/_components/cart/removed-lines-client";
import { CartHistory } from "@/app/_components/timeline/cart-history-client";
import type { InitialLook } from "@/app/_components/timeline/initial-look";
import { PastBanner } from "@/app/_components/timeline/past-banner-client";
import { BlameLink, PastCart, useBlame } from "@/app/_components/timeline/past-cart-client";
import type { CartHistoryData } from "@/app/_components/timeline/use-history";
import { useTravel } from "@/app/_components/timeline/use-travel";
import { buttonClass } from "@/app/_ui/button";
import { lineKey } from "@/lib/cart/compare";

interface CartViewProps {
  /** Where the address says to look, so that it is there before any script. */
  readonly look: InitialLook;
  readonly viewer: string;
}

/** The cart of now, or of any moment before, and its history. */
export function CartView({ look: initial, viewer }: CartViewProps) {
  const { view } = useCart();
  const { streamId, version } = view;
  const { look, history, past } = useTravel(initial, { url: "/api/cart/events", streamId, version });

  return (
    <>
      {past && (
        <PastBanner
          label={past.label}
          newEvents={version - (look.lengthThen ?? version)}
          onBack={() => look.move(undefined)}
        />
      )}
      {past?.cart && <PastCart cart={past.cart} history={history} moment={past.moment} onMove={look.move} />}
      {/* Put aside, not away: coming back to now costs no more than any other step. */}
      <Activity mode={past?.cart ? "hidden" : "visible"}>
        <CartNow history={history} onMove={look.move} />
      </Activity>
      {version > 0 && <CartHistory history={history} look={look} streamId={streamId} viewer={viewer} isCurrentCart />}
    </>
  );
}

const columns = "grid grid-cols-[minmax(0,1fr)] items-start gap-x-12 gap-y-8 lg:grid-cols-[minmax(0,1fr)_22rem]";
const sheet = "rounded-md border border-rule bg-leaf p-5 shadow-leaf sm:p-6";

interface CartNowProps {
  readonly history: CartHistoryData;
  readonly onMove: (moment: number) => void;
}

const CartNow = memo(function CartNow({ history, onMove }: CartNowProps) {
  const { view } = useCart();
  const lines = linesOf(view.cart);
  const promo = view.cart.status === "open" ? view.cart.promo : null;
  const blamed = useBlame(view.cart, history, history.length);
  if (lines.length === 0) return <EmptyCart />;
  return (
    <div className={columns}>
      <div className={sheet}>
        <RemovedLines />
        <CartLineList
          lines={lines}
          controls={(line) => <LineControls line={line} />}
          isUncertain={(line) => view.uncertain.has(line.sku)}
          note={(line) => <BlameLink moment={blamed.get(lineKey(line))} line={line} onMove={onMove} />}
        />
      </div>
      <div className={`${sheet} flex flex-col gap-5`}>
        <PromoCode />
        <CartTotals totals={cartTotals(view.cart)} promo={promo} uncertain={view.unconfirmed > 0} />
        <CheckOutButton />
      </div>
    </div>
  );
});

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
