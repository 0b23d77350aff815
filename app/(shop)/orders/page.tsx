import type { Metadata } from "next";
import Link from "next/link";
import { LocalTime } from "@/app/_components/site/local-time-client";
import { Price } from "@/app/_components/product/price";
import { buttonClass } from "@/app/_ui/button";
import { currentVisitor } from "@/app/shopper";
import { findOrders, ordersPerPage, type Order } from "@/lib/orders/queries";
import { startShop } from "@/lib/shop";

export const metadata: Metadata = { title: "Your orders" };

export default async function OrdersPage({ searchParams }: PageProps<"/orders">) {
  const [{ page: asked }, { db }, visitor] = await Promise.all([searchParams, startShop(), currentVisitor()]);
  const page = typeof asked === "string" && /^[1-9]\d{0,5}$/.test(asked) ? Number(asked) : 1;
  const { orders, total } = visitor ? await findOrders(db, visitor.owner, page) : { orders: [], total: 0 };
  const pages = Math.max(1, Math.ceil(total / ordersPerPage));
  return (
    <>
      <h1 className="mb-2 text-4xl">Your orders</h1>
      <p className="mb-8 text-faint">Those placed with this browser.</p>
      {orders.length === 0 ? <NoOrders /> : <OrderList orders={orders} />}
      {pages > 1 && (
        <nav aria-label="Pages" className="mt-8 flex items-center gap-6">
          {page > 1 && (
            <Link href={`/orders?page=${page - 1}`} className={buttonClass("quiet")}>
              Newer orders
            </Link>
          )}
          {page < pages && (
            <Link href={`/orders?page=${page + 1}`} className={buttonClass("quiet")}>
              Older orders
            </Link>
          )}
        </nav>
      )}
    </>
  );
}

function OrderList({ orders }: { readonly orders: readonly Order[] }) {
  return (
    <ul
      role="list"
      aria-label="Orders"
      className="divide-y divide-rule rounded-md border border-rule bg-leaf shadow-leaf"
    >
      {orders.map((order) => (
        <li
          key={order.orderId}
          className="relative flex flex-wrap items-baseline gap-x-6 gap-y-1 px-5 py-4 hover:bg-tint"
        >
          <Link href={`/orders/${order.orderId}`} className="font-serif text-lg after:absolute after:inset-0">
            Order {order.orderNumber}
          </Link>
          <span className="text-faint">
            <LocalTime iso={order.placedAt.toISOString()} />
          </span>
          <span className="text-faint">{order.itemCount === 1 ? "1 item" : `${order.itemCount} items`}</span>
          <Price amount={order.total} className="ml-auto text-lg" />
        </li>
      ))}
    </ul>
  );
}

function NoOrders() {
  return (
    <div className="flex flex-col items-center gap-5 rounded-md border border-dashed border-rule py-20 text-center">
      <p className="font-serif text-2xl">No orders yet.</p>
      <Link href="/catalogue" className={buttonClass()}>
        Look around the shop
      </Link>
    </div>
  );
}
