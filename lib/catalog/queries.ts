import { and, asc, count, desc, eq, gt, gte, isNull, lte, ne, or, sql, type SQL } from "drizzle-orm";
import type { PromoTerms } from "@/lib/cart/events";
import type { Database } from "@/lib/database/database";
import type { Product } from "./product";
import { productFigures, productsInCarts } from "./read-model";
import { products, promoCodes } from "./table";

export const sortOrders = ["featured", "price-up", "price-down", "name"] as const;

export interface ProductSearch {
  /** Words, typos and beginnings of words allowed. */
  readonly words?: string | undefined;
  readonly category?: string | undefined;
  /** Minor units. */
  readonly minPrice?: number | undefined;
  readonly maxPrice?: number | undefined;
  readonly sort: (typeof sortOrders)[number];
  /** From 1. */
  readonly page: number;
}

export interface ProductPage {
  readonly products: readonly Product[];
  readonly total: number;
  readonly pages: number;
}

export const productsPerPage = 24;

/** How alike a typed word and a piece of a product's text must be, from 0 to 1. */
const typoTolerance = 0.5;
/** The same against whole words: a letter left out in the middle ("leger") costs a short word more than half. */
const wholeWordTolerance = 0.42;

const columns = {
  sku: products.sku,
  name: products.name,
  category: products.category,
  summary: products.summary,
  description: products.description,
  price: products.price,
  stock: products.stock,
  discontinued: products.discontinued,
};

const searchText = sql`lower(${products.name} || ' ' || ${products.category} || ' ' || ${products.summary} || ' ' || ${products.sku})`;

/** A page of the catalogue. */
export async function searchProducts(db: Database, search: ProductSearch): Promise<ProductPage> {
  const words = (search.words ?? "").toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8);
  const where = and(
    ...words.map((word) => matches(word)),
    search.category ? eq(products.category, search.category) : undefined,
    search.minPrice === undefined ? undefined : gte(products.price, search.minPrice),
    search.maxPrice === undefined ? undefined : lte(products.price, search.maxPrice),
  );
  const [found, totals] = await Promise.all([
    db
      .select(columns)
      .from(products)
      .where(where)
      .orderBy(...orderOf(search.sort, words), asc(products.rank), asc(products.sku))
      .limit(productsPerPage)
      .offset((search.page - 1) * productsPerPage),
    db.select({ total: count() }).from(products).where(where),
  ]);
  const total = totals[0]?.total ?? 0;
  return { products: found, total, pages: Math.max(1, Math.ceil(total / productsPerPage)) };
}

/** How many products each category has, by slug. */
export async function countByCategory(db: Database): Promise<Record<string, number>> {
  const rows = await db
    .select({ category: products.category, total: count() })
    .from(products)
    .groupBy(products.category);
  return Object.fromEntries(rows.map((row) => [row.category, row.total]));
}

export async function findProduct(db: Database, slug: string): Promise<Product | undefined> {
  if (!/^[\w.-]{1,64}$/.test(slug)) return undefined;
  const [product] = await db
    .select(columns)
    .from(products)
    .where(eq(sql`lower(${products.sku})`, slug))
    .limit(1);
  return product;
}

/** Products of a category that can be bought, nearest in price first. */
export async function relatedProducts(db: Database, product: Product, limit: number): Promise<readonly Product[]> {
  return db
    .select(columns)
    .from(products)
    .where(and(eq(products.category, product.category), ne(products.sku, product.sku), isForSale()))
    .orderBy(sql`abs(${products.price} - ${product.price})`, asc(products.sku))
    .limit(limit);
}

/** What the home page shows first: the first of each category. */
export async function featuredProducts(db: Database, limit: number): Promise<readonly Product[]> {
  return db
    .select(columns)
    .from(products)
    .where(isForSale())
    .orderBy(asc(products.rank), asc(products.sku))
    .limit(limit);
}

/** The terms of a code that is valid at `now`, or null. */
export async function findPromoCode(db: Database, code: string, now: Date): Promise<PromoTerms | null> {
  const [row] = await db
    .select()
    .from(promoCodes)
    .where(and(eq(promoCodes.code, code), or(isNull(promoCodes.expiresAt), gt(promoCodes.expiresAt, now))));
  return row ? { code: row.code, ...row.terms } : null;
}

/** How many open carts hold this product now, and how many were ever bought (units). */
export async function productInterest(db: Database, sku: string): Promise<{ carts: number; bought: number }> {
  const [[inCarts], [figures]] = await Promise.all([
    db.select({ carts: count() }).from(productsInCarts).where(eq(productsInCarts.sku, sku)),
    db.select({ bought: productFigures.bought }).from(productFigures).where(eq(productFigures.sku, sku)),
  ]);
  return { carts: inCarts?.carts ?? 0, bought: figures?.bought ?? 0 };
}

function isForSale(): SQL | undefined {
  return and(gt(products.stock, 0), eq(products.discontinued, false));
}

function matches(word: string): SQL {
  const escaped = word.replaceAll(/[\\%_]/g, String.raw`\$&`);
  return sql`(${searchText} like ${`%${escaped}%`} or word_similarity(${word}, ${searchText}) >= ${typoTolerance}
    or strict_word_similarity(${word}, ${searchText}) >= ${wholeWordTolerance})`;
}

function orderOf(sort: ProductSearch["sort"], words: readonly string[]): SQL[] {
  switch (sort) {
    case "price-up":
      return [asc(products.price)];
    case "price-down":
      return [desc(products.price)];
    case "name":
      return [asc(sql`lower(${products.name})`)];
    case "featured":
      return words.length === 0 ? [] : [desc(sql`word_similarity(${words.join(" ")}, lower(${products.name}))`)];
  }
}
