import type { RetailLine } from "./retail-line";

/** The lines of one invoice, in file order. */
export interface Invoice {
  readonly number: string;
  readonly customer: string;
  /** ISO: the time of its first line. */
  readonly at: string;
  readonly lines: readonly RetailLine[];
}

interface OpenInvoice extends Invoice {
  readonly lines: RetailLine[];
  units: number;
  pence: number;
  lastLine: number;
}

/** The tables of the read models count units of an order in 32 bits. */
const mostUnits = 2_147_483_647;
/** The cart looks through its lines for each new one: beyond this it is no invoice, and would take minutes. */
const mostLines = 10_000;

/**
 * Gathers lines into invoices.
 *
 * Lines of different invoices may be mixed. An invoice counts as complete when `patience` lines of the file have gone by
 * without one of its own; a line that comes later still is refused.
 */
export class Invoices {
  readonly #open = new Map<string, OpenInvoice>();
  readonly #closed = new Set<string>();
  readonly #patience: number;
  #waiting = 0;

  constructor(patience = 5_000) {
    this.#patience = patience;
  }

  /** Lines taken in whose invoice is not complete yet. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Takes a line in, or says why it cannot belong to its invoice. */
  add(line: RetailLine): string | undefined {
    if (this.#closed.has(line.invoice)) return "after the end of its invoice";
    const invoice = this.#open.get(line.invoice) ?? opened(line);
    if (line.customer !== invoice.customer) return "another customer than the rest of its invoice";
    const units = invoice.units + line.quantity;
    const pence = invoice.pence + line.quantity * line.unitPrice;
    if (units > mostUnits || !Number.isSafeInteger(pence) || invoice.lines.length === mostLines)
      return "invoice too large";
    invoice.lines.push(line);
    Object.assign(invoice, { units, pence, lastLine: line.record.line });
    this.#open.set(line.invoice, invoice);
    this.#waiting += 1;
    return undefined;
  }

  /** Hands out the invoices that are complete when the file has been read up to `line`, in order of their first lines. */
  *complete(line: number): Generator<Invoice, void> {
    for (const invoice of this.#open.values()) {
      if (invoice.lastLine + this.#patience >= line) return;
      yield this.#close(invoice);
    }
  }

  /** Hands out the others, at the end of the file. */
  *rest(): Generator<Invoice, void> {
    for (const invoice of this.#open.values()) yield this.#close(invoice);
  }

  #close(invoice: OpenInvoice): Invoice {
    this.#open.delete(invoice.number);
    this.#closed.add(invoice.number);
    this.#waiting -= invoice.lines.length;
    return invoice;
  }
}

function opened({ invoice, customer, at }: RetailLine): OpenInvoice {
  return { number: invoice, customer, at, lines: [], units: 0, pence: 0, lastLine: 0 };
}
