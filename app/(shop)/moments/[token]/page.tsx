import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { CartLineList } from "@/app/_components/cart/cart-line-list";
import { CartTotals } from "@/app/_components/cart/cart-totals";
import { cartTotals, linesOf } from "@/app/_components/cart/lines-of";
import { LocalTime } from "@/app/_components/site/local-time-client";
import { occurredAt } from "@/lib/event-store/event";
import { readMoment } from "@/lib/identity/shared-moment";
import { startShop } from "@/lib/shop";

export const metadata: Metadata = { title: "A shared cart", robots: { index: false } };

/** What somebody chose to show of their cart: what was in it, and nothing of whose it was. */
export default async function SharedMomentPage({ params }: PageProps<"/moments/[token]">) {
  const [{ token }, shop] = await Promise.all([params, startShop()]);
  const moment = readMoment(decodeURIComponent(token), shop.environment.SESSION_SECRET);
  if (!moment) notFound();
  const { streamId, version } = moment;
  const [{ state: cart }, [last]] = await Promise.all([
    shop.shopping.carts.at(streamId, version),
    shop.store.readStream(streamId, { after: version - 1, upTo: version }),
  ]);
  if (cart.status === "none" || !last) notFound();
  const lines = linesOf(cart);
  const sheet = "rounded-md border border-past bg-leaf p-5 shadow-leaf sm:p-6";
  return (
    <>
      <h1 className="mb-2 text-4xl">A cart, shared with you</h1>
      <p className="mb-8 text-faint">
        As it was on <LocalTime iso={occurredAt(last)} />. You can look; it stays as it is. The link works until{" "}
        <LocalTime iso={new Date(moment.expiresAt).toISOString()} />.
      </p>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-x-12 gap-y-8 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className={sheet}>
          {lines.length === 0 ? (
            <p className="py-8 text-center text-faint">It was empty.</p>
          ) : (
            <CartLineList lines={lines} />
          )}
        </div>
        <div className={sheet}>
          <CartTotals totals={cartTotals(cart)} promo={cart.promo} />
        </div>
      </div>
    </>
  );
}
