import { sql } from "drizzle-orm";
import { boolean, index, integer, jsonb, pgTable, text, timestamp, uniqueIndex } from "drizzle-orm/pg-core";
import type { PromoTerms } from "@/lib/cart/events";

/** Reference data: what the shop sells now. Carts keep what was true when they were filled. */
export const products = pgTable(
  "products",
  {
    sku: text().primaryKey(),
    name: text().notNull(),
    category: text().notNull(),
    summary: text().notNull(),
    description: text().notNull(),
    /** Minor units. */
    price: integer().notNull(),
    stock: integer().notNull(),
    discontinued: boolean().notNull().default(false),
    /** Place in the shop window: lower comes first. */
    rank: integer().notNull().default(1_000),
  },
  (table) => [
    uniqueIndex("products_slug").on(sql`lower(${table.sku})`),
    index("products_category").on(table.category, table.price),
  ],
);

export const promoCodes = pgTable("promo_codes", {
  code: text().primaryKey(),
  terms: jsonb().$type<Omit<PromoTerms, "code">>().notNull(),
  expiresAt: timestamp({ withTimezone: true }),
});
