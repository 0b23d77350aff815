import { cartDecider, initialState, type Cart, type CartCommand, type ProductFacts } from "@/lib/cart/cart";
import { cartCategory, cartSchemaVersionOf, type CartEvent } from "@/lib/cart/events";
import type { ShippingMethod } from "@/lib/cart/shipping";
import { subtotalOf } from "@/lib/cart/totals";
import { derivedId, eventIdOf } from "@/lib/event-store/derived-id";
import { streamIdOf, type Append, type NewEvent } from "@/lib/event-store/event";
import type { Invoice } from "./invoices";
import type { RetailLine } from "./retail-line";

/** Every id of an import follows from the number of the invoice, so a second import meets the first one's carts. */
const importNamespace = "6f0c8a52-53f1-4b0e-9d0b-6a8f6d1f2c71";
const asSoldThen: ShippingMethod = {
  id: "imported",
  name: "As sold then",
  promise: "Delivered long ago",
  delivery: { price: 0, freeFrom: null },
};

/** A line that the cart did not take, and its sentence. */
interface RefusedLine {
  readonly line: RetailLine;
  readonly message: string;
}

/** What became of an invoice. */
export interface ImportedCart {
  /** Undefined when the cart took none of its lines. */
  readonly append: Append<CartEvent> | undefined;
  readonly orderId: string;
  readonly lines: readonly RetailLine[];
  readonly refused: readonly RefusedLine[];
  /** Pence. */
  readonly total: number;
}

/** The id of the cart that an invoice becomes; its order bears the same one. */
export function cartIdOfInvoice(number: string): string {
  return derivedId(number, importNamespace);
}

/** Makes the cart that an invoice was: created, filled line by line and checked out, each as the cart itself decides. */
export function toCart(invoice: Invoice): ImportedCart {
  const orderId = cartIdOfInvoice(invoice.number);
  const register = new Register(orderId, invoice);
  register.send(orderId, createCart(invoice));
  const lines: RetailLine[] = [];
  const refused: RefusedLine[] = [];
  for (const [index, line] of invoice.lines.entries()) {
    const message = register.send(derivedId(`line ${index + 1}`, orderId), addItem(line));
    if (message === undefined) lines.push(line);
    else refused.push({ line, message });
  }
  if (lines.length === 0) return { append: undefined, orderId, lines, refused, total: 0 };

  const total = subtotalOf(register.lines);
  const message = register.send(derivedId("checkout", orderId), checkOut(invoice, orderId, lines, total));
  if (message !== undefined) {
    const all = [...refused, ...lines.map((line) => ({ line, message }))];
    return { append: undefined, orderId, lines: [], refused: all, total: 0 };
  }
  const append = { streamId: streamIdOf(cartCategory, orderId), expectedVersion: 0, events: register.events };
  return { append, orderId, lines, refused, total };
}

/** Plays commands through the decider and keeps what it decides, with the invoice's time and customer. */
class Register {
  readonly events: NewEvent<CartEvent>[] = [];
  readonly #cartId: string;
  readonly #actor: string;
  readonly #occurredAt: string;
  #cart: Cart = initialState;

  constructor(cartId: string, invoice: Invoice) {
    this.#cartId = cartId;
    this.#actor = ownerOf(invoice);
    this.#occurredAt = invoice.at;
  }

  get lines() {
    return this.#cart.status === "none" ? [] : this.#cart.lines;
  }

  /** The sentence of a rejection, undefined when the command went through. */
  send(commandId: string, command: CartCommand): string | undefined {
    const decision = cartDecider.decide(command, this.#cart);
    if (decision.outcome === "rejected") return decision.rejection.message;
    if (decision.outcome === "unchanged") return undefined;
    const metadata = {
      actor: this.#actor,
      commandId,
      correlationId: this.#cartId,
      occurredAt: this.#occurredAt,
    };
    for (const [index, event] of decision.events.entries()) {
      this.#cart = cartDecider.evolve(this.#cart, event);
      const eventId = eventIdOf(commandId, index);
      this.events.push({ eventId, event, schemaVersion: cartSchemaVersionOf(event.type), metadata });
    }
    return undefined;
  }
}

function ownerOf({ customer }: Invoice): string {
  return `customer:${customer}`;
}

function createCart(invoice: Invoice): CartCommand {
  return { type: "createCart", owner: ownerOf(invoice), currency: "GBP", delivery: asSoldThen.delivery };
}

function addItem(line: RetailLine): CartCommand {
  return { type: "addItem", sku: line.sku, quantity: line.quantity, product: factsOf(line) };
}

function checkOut(invoice: Invoice, orderId: string, lines: readonly RetailLine[], expectedTotal: number): CartCommand {
  return {
    type: "checkOut",
    orderId,
    orderNumber: invoice.number,
    customer: null,
    shipping: asSoldThen,
    payment: { method: "imported", reference: invoice.number },
    expectedTotal,
    products: Object.fromEntries(lines.map((line) => [line.sku, factsOf(line)])),
  };
}

/** What was sold then could be sold: the price is the one on the line, and there was enough. */
function factsOf({ name, unitPrice }: RetailLine): ProductFacts {
  return { name, unitPrice, available: Number.MAX_SAFE_INTEGER, discontinued: false };
}
