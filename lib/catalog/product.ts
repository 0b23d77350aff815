/** A product as pages show it. Prices in minor units. */
export interface Product {
  readonly sku: string;
  readonly name: string;
  readonly category: string;
  readonly summary: string;
  readonly description: string;
  readonly price: number;
  readonly stock: number;
  readonly discontinued: boolean;
}

export const categories = [
  { slug: "notebooks", name: "Notebooks", blurb: "Ledgers, journals and loose leaves" },
  { slug: "inks", name: "Inks", blurb: "Bottled, for pens that are filled by hand" },
  { slug: "pens", name: "Pens", blurb: "Nibs, holders and pencils" },
  { slug: "seals", name: "Seals", blurb: "Wax, matrices and what melts them" },
  { slug: "hourglasses", name: "Hourglasses", blurb: "Time you can watch run" },
  { slug: "clocks", name: "Clocks", blurb: "Time you can hear" },
  { slug: "maps", name: "Maps", blurb: "Where things are, or were" },
  { slug: "almanacs", name: "Almanacs", blurb: "What the year will bring" },
  { slug: "gifts", name: "Gifts", blurb: "From another shop's shelves" },
] as const;

export function categoryName(slug: string): string {
  return categories.find((category) => category.slug === slug)?.name ?? slug;
}

/** The last part of a product's address. */
export function slugOf(sku: string): string {
  return sku.toLowerCase();
}

/** Whether `public/products/` has a drawing: our own products are named in words, stock codes from elsewhere are not. */
export function isDrawn(sku: string): boolean {
  return /^[a-z]+(-[a-z]+)*$/.test(sku);
}
