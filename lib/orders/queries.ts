import { and, asc, count, desc, eq, sum } from "drizzle-orm";
import type { Database } from "@/lib/database/database";
import { orderLines, orders } from "./read-model";

export type Order = typeof orders.$inferSelect;
export type OrderLine = typeof orderLines.$inferSelect;

export const ordersPerPage = 20;

/** An owner's orders, newest first, one page (from 1). */
export async function findOrders(
  db: Database,
  owner: string,
  page: number,
): Promise<{ readonly orders: readonly Order[]; readonly total: number }> {
  const [rows, [totals]] = await Promise.all([
    db
      .select()
      .from(orders)
      .where(eq(orders.owner, owner))
      .orderBy(desc(orders.position))
      .limit(ordersPerPage)
      .offset((page - 1) * ordersPerPage),
    db.select({ total: count() }).from(orders).where(eq(orders.owner, owner)),
  ]);
  return { orders: rows, total: totals?.total ?? 0 };
}

/** An order with its lines; undefined when there is none or it is somebody else's. */
export async function findOrder(
  db: Database,
  owner: string,
  orderId: string,
): Promise<{ readonly order: Order; readonly lines: readonly OrderLine[] } | undefined> {
  if (!/^[\w-]{1,64}$/.test(orderId)) return undefined;
  const [[order], lines] = await Promise.all([
    db
      .select()
      .from(orders)
      .where(and(eq(orders.orderId, orderId), eq(orders.owner, owner))),
    db.select().from(orderLines).where(eq(orderLines.orderId, orderId)).orderBy(asc(orderLines.line)),
  ]);
  return order && { order, lines };
}

/** Money taken over all orders, in minor units. */
export async function revenue(db: Database): Promise<{ readonly orders: number; readonly total: number }> {
  const [row] = await db.select({ orders: count(), total: sum(orders.total).mapWith(Number) }).from(orders);
  return { orders: row?.orders ?? 0, total: row?.total ?? 0 };
}
