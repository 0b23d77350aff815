import { bigint, index, integer, jsonb, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";
import type { CartEventOf, Customer, Totals } from "@/lib/cart/events";
import { isCartEvent } from "@/lib/cart/events";
import { occurredAt } from "@/lib/event-store/event";
import type { Projection } from "@/lib/projector/projection";

/** Placed orders. Money in minor units. */
export const orders = pgTable(
  "orders",
  {
    orderId: text().primaryKey(),
    orderNumber: text().notNull(),
    /** The stream of the cart it came from, where its history is. */
    cartStreamId: text().notNull(),
    owner: text().notNull(),
    currency: text().notNull(),
    itemCount: integer().notNull(),
    totals: jsonb().$type<Totals>().notNull(),
    total: bigint({ mode: "number" }).notNull(),
    promoCode: text(),
    shipping: jsonb().$type<{ method: string; name: string }>().notNull(),
    payment: jsonb().$type<{ method: string; reference: string }>().notNull(),
    customer: jsonb().$type<Customer | null>(),
    placedAt: timestamp({ withTimezone: true }).notNull(),
    position: bigint({ mode: "number" }).notNull(),
  },
  (table) => [index("orders_owner").on(table.owner, table.position)],
);

export const orderLines = pgTable(
  "order_lines",
  {
    orderId: text().notNull(),
    line: integer().notNull(),
    sku: text().notNull(),
    name: text().notNull(),
    unitPrice: integer().notNull(),
    quantity: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.orderId, table.line] })],
);

interface PlacedOrder {
  readonly data: CartEventOf<"cartCheckedOut">["data"];
  readonly cartStreamId: string;
  readonly placedAt: string;
  readonly position: number;
}

export const ordersProjection: Projection<readonly PlacedOrder[]> = {
  name: "orders",
  version: 1,
  tables: ["orders", "order_lines"],

  project(events) {
    return events.filter(isCartEvent).flatMap((stored) => {
      const { event, streamId, position } = stored;
      if (event.type !== "cartCheckedOut") return [];
      return [{ data: event.data, cartStreamId: streamId, placedAt: occurredAt(stored), position }];
    });
  },

  async write(sql, placed) {
    if (placed.length === 0) return;
    await sql`
      insert into orders (order_id, order_number, cart_stream_id, owner, currency, item_count, totals, total, promo_code,
        shipping, payment, customer, placed_at, position)
      select order_id, order_number, cart_stream_id, owner, currency, item_count, totals, total, promo_code,
        shipping, payment, customer, placed_at, position
      from jsonb_to_recordset(${sql.json(placed.map(toOrderRow))}) as new (
        order_id text, order_number text, cart_stream_id text, owner text, currency text, item_count integer, totals jsonb,
        total bigint, promo_code text, shipping jsonb, payment jsonb, customer jsonb, placed_at timestamptz, position bigint)`;
    await sql`
      insert into order_lines (order_id, line, sku, name, unit_price, quantity)
      select order_id, line, sku, name, unit_price, quantity
      from jsonb_to_recordset(${sql.json(placed.flatMap(toLineRows))}) as new (
        order_id text, line integer, sku text, name text, unit_price integer, quantity integer)`;
  },
};

function toOrderRow({ data, cartStreamId, placedAt, position }: PlacedOrder) {
  return {
    order_id: data.orderId,
    order_number: data.orderNumber,
    cart_stream_id: cartStreamId,
    owner: data.owner,
    currency: data.currency,
    item_count: data.lines.reduce((count, line) => count + line.quantity, 0),
    totals: data.totals,
    total: data.totals.total,
    promo_code: data.promo?.code ?? null,
    shipping: data.shipping,
    payment: data.payment,
    customer: data.customer,
    placed_at: placedAt,
    position,
  };
}

function toLineRows({ data }: PlacedOrder) {
  return data.lines.map(({ sku, name, unitPrice, quantity }, index) => ({
    order_id: data.orderId,
    line: index + 1,
    sku,
    name,
    unit_price: unitPrice,
    quantity,
  }));
}
