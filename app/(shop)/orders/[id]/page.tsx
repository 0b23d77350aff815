import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { CheckCircle2 } from "lucide-react";
import { LocalTime } from "@/app/_components/site/local-time-client";
import { currentVisitor } from "@/app/shopper";
import { findOrder, type Order } from "@/lib/orders/queries";
import { startShop } from "@/lib/shop";
import { initialLook } from "@/app/_components/timeline/initial-look";
import { OrderView } from "./order-view-client";

export const metadata: Metadata = { title: "Order" };

export default async function OrderPage({ params, searchParams }: PageProps<"/orders/[id]">) {
  const [{ id }, query, shop, visitor] = await Promise.all([params, searchParams, startShop(), currentVisitor()]);
  const found = visitor && (await findOrder(shop.db, visitor.owner, id));
  if (!found) notFound();
  const { order, lines } = found;
  const { version, state } = await shop.shopping.carts.latest(order.cartStreamId);
  const look = await initialLook(query, shop, order.cartStreamId);
  return (
    <>
      {query.thanks !== undefined && <Thanks order={order} />}
      <h1 className="mb-2 text-4xl">Order {order.orderNumber}</h1>
      <p className="mb-8 text-faint">
        Placed <LocalTime iso={order.placedAt.toISOString()} />
      </p>
      <OrderView
        orderId={order.orderId}
        streamId={order.cartStreamId}
        viewer={visitor.owner}
        lines={lines}
        totals={order.totals}
        shipping={order.shipping.name}
        promo={state.status === "none" ? null : state.promo}
        version={version}
        look={look}
      >
        <Delivery order={order} />
      </OrderView>
    </>
  );
}

function Thanks({ order }: { readonly order: Order }) {
  return (
    <div role="status" className="mb-10 flex items-start gap-4 rounded-md bg-past-tint p-6 text-past">
      <CheckCircle2 aria-hidden="true" className="mt-1 shrink-0" />
      <div>
        <p className="font-serif text-2xl">
          Thank you{order.customer ? `, ${order.customer.name}` : ""}. Your order is placed.
        </p>
        <p className="mt-1">
          Its number is {order.orderNumber}. This was a test payment: no money moved, and nothing will be sent.
        </p>
      </div>
    </div>
  );
}

function Delivery({ order: { customer, shipping, payment } }: { readonly order: Order }) {
  return (
    <dl className="flex flex-col gap-4 border-t border-rule pt-5 text-sm">
      {customer && (
        <div>
          <dt className="text-faint">To</dt>
          <dd>
            {customer.name}
            <br />
            {customer.address.street}
            <br />
            {customer.address.postcode} {customer.address.city}
            <br />
            {customer.address.country}
            <br />
            {customer.email}
          </dd>
        </div>
      )}
      <div>
        <dt className="text-faint">By</dt>
        <dd>{shipping.name}</dd>
      </div>
      <div>
        <dt className="text-faint">Paid with</dt>
        <dd>
          {payment.method === "test" ? "Test card" : payment.method}. {payment.reference}.
        </dd>
      </div>
    </dl>
  );
}
