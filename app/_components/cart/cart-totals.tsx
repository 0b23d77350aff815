import type { PromoTerms, Totals } from "@/lib/cart/events";
import { Price } from "../product/price";

interface CartTotalsProps {
  readonly totals: Totals;
  readonly promo: PromoTerms | null;
  /** Changes are still on their way: the figures may change yet. */
  readonly uncertain?: boolean;
  readonly shippingName?: string;
}

/** Subtotal, discount, shipping, total. */
export function CartTotals({ totals, promo, uncertain = false, shippingName = "Shipping" }: CartTotalsProps) {
  return (
    <dl
      aria-busy={uncertain}
      data-uncertain={uncertain || undefined}
      className="grid grid-cols-[1fr_auto] gap-y-2 transition-opacity data-uncertain:text-faint data-uncertain:italic"
    >
      <Row name="Subtotal" amount={totals.subtotal} />
      {promo && <Row name={`Discount (${promo.code})`} amount={0 - totals.discount} />}
      <Row name={shippingName} amount={totals.shipping} />
      <dt className="mt-2 border-t border-rule pt-3 font-medium">
        Total{uncertain && <span className="sr-only"> (being confirmed)</span>}
      </dt>
      <dd className="mt-2 border-t border-rule pt-2 text-right">
        <Price amount={totals.total} className="text-2xl" />
      </dd>
    </dl>
  );
}

function Row({ name, amount }: { readonly name: string; readonly amount: number }) {
  return (
    <>
      <dt className="text-faint">{name}</dt>
      <dd className="text-right">{amount === 0 && name.startsWith("Shipping") ? "Free" : <Price amount={amount} />}</dd>
    </>
  );
}
