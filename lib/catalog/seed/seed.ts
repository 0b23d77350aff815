import { sql } from "drizzle-orm";
import type { Database } from "@/lib/database/database";
import { products, promoCodes as promoCodeTable } from "../table";
import { almanacs } from "./almanacs";
import { clocks } from "./clocks";
import { hourglasses } from "./hourglasses";
import { inks } from "./inks";
import { maps } from "./maps";
import { notebooks } from "./notebooks";
import { pens } from "./pens";
import { promoCodes } from "./promo-codes";
import { seals } from "./seals";

const shelves = { notebooks, inks, pens, seals, hourglasses, clocks, maps, almanacs };

/** Puts our own products and promo codes into the catalogue. Again changes nothing but what was edited here. */
export async function seedCatalog(db: Database): Promise<void> {
  const rows = Object.entries(shelves).flatMap(([category, shelf]) =>
    // One of each category, then the second of each: so the shop window shows them all.
    shelf.map((product, index) => ({ discontinued: false, ...product, category, rank: index })),
  );
  const excluded = (column: string) => sql.raw(`excluded.${column}`);
  await db
    .insert(products)
    .values(rows)
    .onConflictDoUpdate({
      target: products.sku,
      set: Object.fromEntries(
        ["name", "category", "summary", "description", "price", "stock", "discontinued", "rank"].map((column) => [
          column,
          excluded(column),
        ]),
      ),
    });
  const codes = promoCodes.map(({ code, discount, minimum, expiresAt }) => ({
    code,
    terms: { discount, minimum },
    expiresAt: expiresAt === undefined ? null : new Date(expiresAt),
  }));
  await db
    .insert(promoCodeTable)
    .values(codes)
    .onConflictDoUpdate({
      target: promoCodeTable.code,
      set: { terms: excluded("terms"), expiresAt: excluded("expires_at") },
    });
}
