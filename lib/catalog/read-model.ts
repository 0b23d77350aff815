import { bigint, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { isCartEvent, type CartEvent } from "@/lib/cart/events";
import type { StoredEvent } from "@/lib/event-store/event";
import type { Projection } from "@/lib/projector/projection";

/** What shoppers did with each product, in units over all time; revenue in minor units before discounts. */
export const productFigures = pgTable("product_figures", {
  sku: text().primaryKey(),
  added: bigint({ mode: "number" }).notNull(),
  removed: bigint({ mode: "number" }).notNull(),
  bought: bigint({ mode: "number" }).notNull(),
  revenue: bigint({ mode: "number" }).notNull(),
});

/** Which open carts hold which product now. */
export const productsInCarts = pgTable(
  "products_in_carts",
  { sku: text().notNull(), streamId: text().notNull(), quantity: integer().notNull() },
  (table) => [
    primaryKey({ columns: [table.sku, table.streamId] }),
    index("products_in_carts_stream").on(table.streamId),
  ],
);

interface Figures {
  readonly sku: string;
  added: number;
  removed: number;
  bought: number;
  revenue: number;
}

interface Changes {
  readonly figures: Map<string, Figures>;
  /** Change of the quantity held, by stream and then SKU. */
  readonly held: Map<string, Map<string, number>>;
  readonly closed: Set<string>;
}

export const productFiguresProjection: Projection<Changes> = {
  name: "product-figures",
  version: 1,
  tables: ["product_figures", "products_in_carts"],

  project(events) {
    const changes: Changes = { figures: new Map(), held: new Map(), closed: new Set() };
    for (const stored of events) if (isCartEvent(stored)) fold(changes, stored);
    return changes;
  },

  async write(sql, { figures, held, closed }) {
    await sql`
      insert into product_figures as kept (sku, added, removed, bought, revenue)
      select sku, added, removed, bought, revenue
      from jsonb_to_recordset(${sql.json([...figures.values()].map((row) => ({ ...row })))})
        as new (sku text, added bigint, removed bigint, bought bigint, revenue bigint)
      order by sku
      on conflict (sku) do update set added = kept.added + excluded.added, removed = kept.removed + excluded.removed,
        bought = kept.bought + excluded.bought, revenue = kept.revenue + excluded.revenue`;
    const rows = [...held].flatMap(([stream_id, skus]) =>
      [...skus].map(([sku, quantity]) => ({ sku, stream_id, quantity })),
    );
    await sql`
      insert into products_in_carts as kept (sku, stream_id, quantity)
      select sku, stream_id, quantity
      from jsonb_to_recordset(${sql.json(rows)}) as new (sku text, stream_id text, quantity integer)
      on conflict (sku, stream_id) do update set quantity = kept.quantity + excluded.quantity`;
    await sql`
      delete from products_in_carts
      where stream_id = any(${[...held.keys()]}::text[]) and quantity <= 0 or stream_id = any(${[...closed]}::text[])`;
  },
};

function fold(changes: Changes, { event, streamId }: StoredEvent<CartEvent>): void {
  const hold = (sku: string, quantity: number): void => {
    const figures = figuresOf(changes, sku);
    if (quantity > 0) figures.added += quantity;
    else figures.removed -= quantity;
    const held = changes.held.get(streamId) ?? new Map<string, number>();
    changes.held.set(streamId, held.set(sku, (held.get(sku) ?? 0) + quantity));
  };
  switch (event.type) {
    case "addedItemToCart":
      return hold(event.data.sku, event.data.quantity);
    case "itemQuantityChanged":
      return hold(event.data.sku, event.data.to - event.data.from);
    case "itemRemovedFromCart":
      return hold(event.data.sku, -event.data.quantity);
    case "cartCheckedOut":
      for (const { sku, quantity, unitPrice } of event.data.lines) {
        const figures = figuresOf(changes, sku);
        figures.bought += quantity;
        figures.revenue += quantity * unitPrice;
      }
      return close(changes, streamId);
    case "cartSetAside":
      return close(changes, streamId);
    case "createdCart":
    case "promoCodeApplied":
    case "promoCodeRemoved":
      return;
  }
}

function close({ held, closed }: Changes, streamId: string): void {
  held.delete(streamId);
  closed.add(streamId);
}

function figuresOf({ figures }: Changes, sku: string): Figures {
  const row = figures.get(sku) ?? { sku, added: 0, removed: 0, bought: 0, revenue: 0 };
  figures.set(sku, row);
  return row;
}
