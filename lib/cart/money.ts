import type { Currency } from "./events";

const formats = new Map<Currency, Intl.NumberFormat>();

/** Minor units as a person reads them: `1250` is "£12.50". */
export function formatMoney(minorUnits: number, currency: Currency = "GBP"): string {
  let format = formats.get(currency);
  if (!format) {
    format = new Intl.NumberFormat("en-GB", { style: "currency", currency });
    formats.set(currency, format);
  }
  return format.format(minorUnits / 100);
}
