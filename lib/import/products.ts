import type postgres from "postgres";
import { toProductName } from "./product-name";
import type { RetailLine } from "./retail-line";

const stockOfImported = 100;
/** After every product of our own, which rank from 0. */
const firstRank = 2_000;
const pricesKept = 5;
const month = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });

interface Sold {
  /** How many lines used each description. */
  readonly names: Map<string, number>;
  /** The latest few, oldest first, in pence. */
  readonly prices: number[];
  lines: number;
  first: string;
  last: string;
}

/** Learns from the lines sold what each stock code was, and puts the products into the catalogue. */
export class Products {
  readonly #sold = new Map<string, Sold>();

  get count(): number {
    return this.#sold.size;
  }

  add({ sku, name, unitPrice, at }: RetailLine): void {
    const sold = this.#sold.get(sku) ?? { names: new Map<string, number>(), prices: [], lines: 0, first: at, last: at };
    this.#sold.set(sku, sold);
    sold.names.set(name, (sold.names.get(name) ?? 0) + 1);
    if (sold.prices.push(unitPrice) > pricesKept) sold.prices.shift();
    sold.lines += 1;
    if (at < sold.first) sold.first = at;
    if (at > sold.last) sold.last = at;
  }

  /**
   * Writes all products as one statement. Again changes nothing but what the lines tell: stock and availability stay as the
   * shop has them by then, and a product of our own with the same address is left alone.
   */
  async save(sql: postgres.Sql): Promise<void> {
    await sql`
      insert into products as kept (sku, name, category, summary, description, price, stock, discontinued, rank)
      select sku, name, 'gifts', summary, description, price, ${stockOfImported}, false, rank
      from jsonb_to_recordset(${sql.json(this.#rows())})
        as new (sku text, name text, summary text, description text, price integer, rank integer)
      where not exists (select from products own where lower(own.sku) = lower(new.sku) and own.sku <> new.sku)
      order by sku
      on conflict (sku) do update set name = excluded.name, summary = excluded.summary, description = excluded.description,
        price = excluded.price, rank = excluded.rank`;
  }

  #rows() {
    const byPopularity = [...this.#sold].sort(([a, { lines: x }], [b, { lines: y }]) => y - x || (a < b ? -1 : 1));
    return byPopularity.map(([sku, sold], index) => ({ sku, ...describe(sku, sold), rank: firstRank + index }));
  }
}

function describe(sku: string, { names, prices, lines, first, last }: Sold) {
  const since = month.format(new Date(first));
  const until = month.format(new Date(last));
  const span = since === until ? `in ${since}` : `between ${since} and ${until}`;
  const times = lines === 1 ? "once" : `${lines.toLocaleString("en-GB")} times`;
  return {
    name: toProductName(mostFrequent(names)),
    price: middle(prices),
    summary: `Stock code ${sku}. Sold since ${since}.`,
    description: `Stock code ${sku}, from another shop’s records. It was ordered ${times} there ${span}.`,
  };
}

/** The first one to be used, where several are used equally often. */
function mostFrequent(names: ReadonlyMap<string, number>): string {
  let best = { name: "", count: 0 };
  for (const [name, count] of names) if (count > best.count) best = { name, count };
  return best.name;
}

/** The median: one slip among the latest prices does not become the price. */
function middle(prices: readonly number[]): number {
  return prices.toSorted((a, b) => a - b)[Math.floor((prices.length - 1) / 2)] ?? 0;
}
