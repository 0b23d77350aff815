import { bigint, index, integer, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import type postgres from "postgres";
import { occurredAt, type StoredEvent } from "@/lib/event-store/event";
import type { Projection } from "@/lib/projector/projection";
import { isCartEvent, type CartEvent } from "./events";

/** One row per cart: what the badge and lists of carts read. */
export const cartSummaries = pgTable(
  "cart_summaries",
  {
    streamId: text().primaryKey(),
    owner: text().notNull(),
    status: text({ enum: ["open", "checkedOut", "setAside"] }).notNull(),
    /** Units in the cart. */
    itemCount: integer().notNull(),
    /** Minor units, before discount and delivery. */
    subtotal: bigint({ mode: "number" }).notNull(),
    promoCode: text(),
    version: integer().notNull(),
    createdPosition: bigint({ mode: "number" }).notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull(),
    updatedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [index("cart_summaries_owner").on(table.owner, table.createdPosition)],
);

/** What a run of events does to one cart's row. */
interface CartChange {
  readonly stream_id: string;
  created: { readonly owner: string; readonly position: number; readonly at: string } | undefined;
  items: number;
  subtotal: number;
  /** Undefined leaves the code as it is, null takes it away. */
  promo_code: string | null | undefined;
  /** Undefined leaves it as it is. */
  status: "checkedOut" | "setAside" | undefined;
  version: number;
  updated_at: string;
}

export const cartSummaryProjection: Projection<readonly CartChange[]> = {
  name: "cart-summaries",
  version: 1,
  tables: ["cart_summaries"],

  project(events) {
    const changes = new Map<string, CartChange>();
    for (const stored of events) {
      if (!isCartEvent(stored)) continue;
      const change = changes.get(stored.streamId) ?? unchangedCart(stored.streamId);
      changes.set(stored.streamId, change);
      fold(change, stored);
    }
    return [...changes.values()];
  },

  async write(sql, changes) {
    // A cart that was created in this run is written once, whole. Both statements are sent together.
    const created = changes.filter((change) => change.created);
    const known = changes.filter((change) => !change.created);
    await Promise.all([insertCarts(sql, created), updateCarts(sql, known)]);
  },
};

async function insertCarts(sql: postgres.TransactionSql, changes: readonly CartChange[]): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map(({ created, ...change }) => ({ ...change, ...created }));
  await sql`
    insert into cart_summaries
      (stream_id, owner, status, item_count, subtotal, promo_code, version, created_position, created_at, updated_at)
    select stream_id, owner, coalesce(status, 'open'), items, subtotal, promo_code, version, position, at, updated_at
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as new (
      stream_id text, owner text, status text, items integer, subtotal bigint, promo_code text, version integer,
      position bigint, at timestamptz, updated_at timestamptz)`;
}

async function updateCarts(sql: postgres.TransactionSql, changes: readonly CartChange[]): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map((change) => ({ ...change, promo_changed: change.promo_code !== undefined }));
  await sql`
    update cart_summaries set
      item_count = cart_summaries.item_count + change.items,
      subtotal = cart_summaries.subtotal + change.subtotal,
      promo_code = case when change.promo_changed then change.promo_code else cart_summaries.promo_code end,
      status = coalesce(change.status, cart_summaries.status),
      version = change.version,
      updated_at = change.updated_at
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as change (
      stream_id text, items integer, subtotal bigint, promo_code text, promo_changed boolean,
      status text, version integer, updated_at timestamptz)
    where cart_summaries.stream_id = change.stream_id`;
}

function unchangedCart(stream_id: string): CartChange {
  const nothing = { created: undefined, promo_code: undefined, status: undefined };
  return { stream_id, ...nothing, items: 0, subtotal: 0, version: 0, updated_at: "" };
}

function fold(change: CartChange, stored: StoredEvent<CartEvent>): void {
  const { event, position } = stored;
  const at = occurredAt(stored);
  change.version = stored.version;
  change.updated_at = at;
  switch (event.type) {
    case "createdCart":
      change.created = { owner: event.data.owner, position, at };
      return;
    case "addedItemToCart":
      return add(change, event.data.quantity, event.data.unitPrice);
    case "itemQuantityChanged":
      return add(change, event.data.to - event.data.from, event.data.unitPrice);
    case "itemRemovedFromCart":
      return add(change, -event.data.quantity, event.data.unitPrice);
    case "promoCodeApplied":
      change.promo_code = event.data.code;
      return;
    case "promoCodeRemoved":
      change.promo_code = null;
      return;
    case "cartCheckedOut":
      change.status = "checkedOut";
      return;
    case "cartSetAside":
      change.status = "setAside";
  }
}

function add(change: CartChange, quantity: number, unitPrice: number): void {
  change.items += quantity;
  change.subtotal += quantity * unitPrice;
}
