import { sortOrders, type ProductSearch } from "@/lib/catalog/queries";

/** The catalogue's address, field by field, as text. */
export interface Filters {
  readonly q: string;
  readonly category: string;
  /** Pounds, as typed. */
  readonly min: string;
  readonly max: string;
  readonly sort: string;
}

type Params = Record<string, string | string[] | undefined>;

export function readFilters(params: Params): Filters {
  const text = (name: string): string => {
    const value = params[name];
    return (typeof value === "string" ? value : "").replaceAll("\0", "").slice(0, 100);
  };
  return { q: text("q"), category: text("category"), min: text("min"), max: text("max"), sort: text("sort") };
}

/** What to ask of the catalogue. What doesn't parse is left out, as if it had not been typed. */
export function toSearch({ q, category, min, max, sort }: Filters, page: string | string[] | undefined): ProductSearch {
  return {
    words: q,
    category: category === "" ? undefined : category,
    minPrice: toPence(min),
    maxPrice: toPence(max),
    sort: sortOrders.find((order) => order === sort) ?? "featured",
    page: typeof page === "string" && /^[1-9]\d{0,5}$/.test(page) ? Number(page) : 1,
  };
}

/** The address of these filters, without those that say nothing. */
export function toAddress(filters: Filters, page = 1): `/catalogue?${string}` {
  const said = Object.entries(filters).filter(([, value]) => value !== "");
  if (page > 1) said.push(["page", String(page)]);
  return `/catalogue?${new URLSearchParams(said).toString()}`;
}

function toPence(pounds: string): number | undefined {
  return /^\d{1,6}([.]\d{0,2})?$/.test(pounds) ? Math.round(Number(pounds) * 100) : undefined;
}
