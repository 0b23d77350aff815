import type postgres from "postgres";
import type { Figures } from "./import-history";
import type { Report } from "./report";

const orderIdsAtOnce = 10_000;
const mostOrdersNamed = 5;

/** What the read model says of the orders of an import. Money in pence. */
export interface OrdersFound {
  readonly count: number;
  readonly total: number;
  /** Orders that are missing or come to another total, by number where there is one. */
  readonly different: readonly string[];
}

/** Looks up the orders that an import made or met. `expected` holds their totals in pence, by order id. */
export async function findImportedOrders(
  sql: postgres.Sql,
  expected: ReadonlyMap<string, number>,
): Promise<OrdersFound> {
  const found = { count: 0, total: 0, different: [] as string[] };
  const all = [...expected];
  for (let start = 0; start < all.length; start += orderIdsAtOnce) {
    const some = all.slice(start, start + orderIdsAtOnce);
    const rows = await sql<{ order_id: string; order_number: string; total: number }[]>`
      select order_id, order_number, total from orders where order_id = any(${some.map(([orderId]) => orderId)}::text[])`;
    const byId = new Map(rows.map((row) => [row.order_id, row]));
    for (const [orderId, total] of some) {
      const row = byId.get(orderId);
      if (row?.total !== total) found.different.push(row?.order_number ?? orderId);
      found.count += row ? 1 : 0;
      found.total += row?.total ?? 0;
    }
  }
  return found;
}

/**
 * What must hold after an import, as sentences that say which of it doesn't: every line read is accepted, reported or
 * waiting, and the read model has the same money to the penny.
 */
export function findContradictions(figures: Figures, reported: number, orders: OrdersFound | undefined): string[] {
  const { read, accepted, waiting, money } = figures;
  const sentences: string[] = [];
  if (read !== accepted + waiting + reported) {
    const sum = `${count(accepted)} accepted + ${count(reported)} rejected + ${count(waiting)} waiting`;
    sentences.push(
      `The lines do not add up: ${count(read)} were read, but ${sum} is ${count(accepted + reported + waiting)}.`,
    );
  }
  if (orders && (orders.total !== money || orders.different.length > 0)) {
    const named = orders.different.slice(0, mostOrdersNamed).join(", ");
    const more =
      orders.different.length > mostOrdersNamed ? ` and ${orders.different.length - mostOrdersNamed} more` : "";
    sentences.push(
      `The money does not agree: the lines come to ${pounds(money)}, the orders to ${pounds(orders.total)}. ` +
        `Look at these orders, which an import of another file may have made before: ${named}${more}.`,
    );
  }
  return sentences;
}

/**
 * The figures of an import as a table for people. Seconds: of the import proper, and of everything with the read models.
 */
export function summarize(
  figures: Figures,
  report: Report,
  orders: OrdersFound | undefined,
  seconds: { readonly import: number; readonly all: number },
): string {
  const reasons = [...report.counts].sort(([, a], [, b]) => b - a);
  const rows: (readonly [string, string])[] = [
    ["Lines read", count(figures.read)],
    ["  accepted", count(figures.accepted)],
    ["  rejected", count(report.total)],
    ...reasons.map(([reason, lines]) => [`    ${reason}`, count(lines)] as const),
    ...(figures.waiting > 0 ? [["  waiting for the rest of their invoice", count(figures.waiting)] as const] : []),
    ["Carts", withThere(figures.carts, figures.cartsAlreadyThere)],
    ["Events", withThere(figures.events, figures.eventsAlreadyThere)],
    ["Products", count(figures.products)],
    ["Money in the accepted lines", pounds(figures.money)],
    ...(orders ? [["Orders in the read model", count(orders.count)] as const] : []),
    ...(orders ? [["Money in the read model", pounds(orders.total)] as const] : []),
    ["Seconds to write the log", seconds.import.toFixed(1)],
    ["Seconds in all, with the read models", seconds.all.toFixed(1)],
    ["Events written per second", count(Math.round(figures.events / Math.max(seconds.import, 0.001)))],
  ];
  const width = Math.max(...rows.map(([label]) => label.length)) + 2;
  const wide = Math.max(...rows.map(([, value]) => value.split(" (")[0]?.length ?? 0));
  return rows.map(([label, value]) => `${label.padEnd(width)}${align(value, wide)}`).join("\n");
}

function align(value: string, width: number): string {
  const [number = "", ...rest] = value.split(" (");
  return [number.padStart(width), ...rest].join(" (");
}

function withThere(written: number, alreadyThere: number): string {
  return alreadyThere > 0 ? `${count(written)} (and ${count(alreadyThere)} already there)` : count(written);
}

export function count(number: number): string {
  return number.toLocaleString("en-GB");
}

function pounds(pence: number): string {
  return (pence / 100).toLocaleString("en-GB", { style: "currency", currency: "GBP" });
}
