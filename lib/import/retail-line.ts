import type { CsvRecord } from "./csv-records";

/** The columns of a history, by name. Their order in the file is free. */
export const retailColumns = [
  "InvoiceNo",
  "StockCode",
  "Description",
  "Quantity",
  "InvoiceDate",
  "UnitPrice",
  "CustomerID",
  "Country",
] as const;

/** A line of an invoice that can become a line of a cart. */
export interface RetailLine {
  /** The line as it stands in the file: what the report shows if it is refused after all. */
  readonly record: CsvRecord;
  readonly invoice: string;
  /** Upper case, because records spell the same code both ways. */
  readonly sku: string;
  /** The description of that day, without stray spaces. */
  readonly name: string;
  readonly quantity: number;
  /** Pence. */
  readonly unitPrice: number;
  /** ISO. The file tells no time zone, so its times are taken for UTC. */
  readonly at: string;
  readonly customer: string;
}

/** A line that can be true of a cart, or why it cannot. */
export type Classified =
  | { readonly outcome: "sold"; readonly line: RetailLine }
  | { readonly outcome: "refused"; readonly reason: string };

/** Where each column stands, and how many there are. */
export interface RetailHeader {
  readonly width: number;
  readonly indexOf: Readonly<Record<(typeof retailColumns)[number], number>>;
}

/** Stock codes of what is charged for but not sold: postage, carriage, discounts, samples, fees, corrections, vouchers. */
const notProducts = /^(?:POST|DOT|C2|D|S|M|B|BANK CHARGES|AMAZONFEE|CRUK|ADJUST\d*|TEST\d*|GIFT_.*)$/;
/** What the shop's own pages take for a product (`lib/cart/requests.ts`). */
const stockCode = /^[\w.-]{1,64}$/;
const invoiceNumber = /^\d[\w.-]{0,63}$/;
/** £1,000,000: beyond that it is a slip, and its sums would not fit the read models. */
const mostPence = 100_000_000;
/** Control characters, and what stands where bytes were not UTF-8. */
const unreadable = /[\p{Cc}\uFFFD]/u;

/** Finds the columns in the first line of a file. Undefined when one is missing. */
export function readHeader(columns: readonly string[]): RetailHeader | undefined {
  const names = columns.map((column) => column.trim());
  const found = retailColumns.map((column) => [column, names.indexOf(column)] as const);
  if (found.some(([, index]) => index < 0)) return undefined;
  return { width: columns.length, indexOf: Object.fromEntries(found) as RetailHeader["indexOf"] };
}

/**
 * Reads one line. A line that is wrong in several ways gets the first reason: what the invoice is, what the product is, how
 * many, at what price, when, and last of all who, so that "no customer" counts lines which are otherwise whole.
 */
export function classify(record: CsvRecord, header: RetailHeader): Classified {
  if (record.problem !== undefined) return refused(record.problem);
  if (record.fields.length !== header.width) return refused("wrong number of columns");
  const field = (column: keyof RetailHeader["indexOf"]): string => record.fields[header.indexOf[column]]?.trim() ?? "";
  const invoice = field("InvoiceNo");
  const sku = field("StockCode").toUpperCase();
  const name = field("Description").replace(/\s+/g, " ");
  const misfit = refuseInvoice(invoice) ?? refuseProduct(sku, name);
  if (misfit !== undefined) return refused(misfit);

  const quantity = readQuantity(field("Quantity"));
  if (typeof quantity === "string") return refused(quantity);
  const unitPrice = readPence(field("UnitPrice"));
  if (typeof unitPrice === "string") return refused(unitPrice);
  const at = readTime(field("InvoiceDate"));
  if (at === undefined) return refused("no readable date");
  const customer = field("CustomerID").replace(/\.0+$/, "");
  if (customer === "") return refused("no customer");
  if (!/^[\w-]{1,64}$/.test(customer)) return refused("no readable customer");
  return { outcome: "sold", line: { record, invoice, sku, name, quantity, unitPrice, at, customer } };
}

function refused(reason: string): Classified {
  return { outcome: "refused", reason };
}

function refuseInvoice(invoice: string): string | undefined {
  if (/^c\d/i.test(invoice)) return "cancellation";
  if (/^a\d/i.test(invoice)) return "bad debt adjustment";
  return invoiceNumber.test(invoice) ? undefined : "no readable invoice number";
}

function refuseProduct(sku: string, name: string): string | undefined {
  if (notProducts.test(sku)) return "not a product";
  if (!stockCode.test(sku)) return "no readable stock code";
  if (name === "") return "no description";
  return unreadable.test(name) ? "no readable description" : undefined;
}

/** A quantity, or why it is none. */
function readQuantity(text: string): number | string {
  const quantity = /^-?\d+(?:\.0+)?$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(quantity)) return "no readable quantity";
  if (quantity < 0) return "negative quantity";
  return quantity === 0 ? "quantity of zero" : quantity;
}

/** A price in pence, or why it is none. Digit by digit: 2.55 × 100 is 254.99… to a computer. */
function readPence(text: string): number | string {
  const [, sign, pounds = "", fraction = ""] = /^(-?)(\d{1,15})(?:\.(\d*))?$/.exec(text) ?? [];
  if (pounds === "") return "no readable price";
  const pence = Number(pounds) * 100 + Number(fraction.slice(0, 2).padEnd(2, "0"));
  const whole = !/[1-9]/.test(fraction.slice(2));
  if (pence === 0 && whole) return "price of zero";
  if (sign === "-") return "negative price";
  if (!whole) return "price not in whole pence";
  return pence > mostPence ? "price above a million" : pence;
}

const wallClock = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)(:\d\d)?(?:\.0+)?Z?$/;
/** The lines of an invoice repeat its time. */
const lastTime = { text: "", iso: undefined as string | undefined };

function readTime(text: string): string | undefined {
  if (text === lastTime.text) return lastTime.iso;
  const [, day, minutes, seconds = ":00"] = wallClock.exec(text) ?? [];
  const iso = `${day}T${minutes}${seconds}.000Z`;
  const time = new Date(iso);
  // 30 February rolls over into March instead of failing.
  const exists = !Number.isNaN(time.getTime()) && time.toISOString() === iso;
  lastTime.text = text;
  lastTime.iso = exists ? iso : undefined;
  return lastTime.iso;
}
