import type { Cart, ProductFacts } from "./cart";
import type { CartEvent, Line, PromoTerms } from "./events";
import { formatMoney } from "./money";

/** What a cart should hold again. */
export interface RestoreTarget {
  readonly lines: readonly Line[];
  readonly promo: PromoTerms | null;
}

/** The ordinary events that lead there, and what can't be as it was, in words for the shopper. */
export interface RestorePlan {
  readonly events: readonly CartEvent[];
  readonly notes: readonly string[];
}

type Contents = Extract<Cart, { status: "open" }>;

/**
 * How to make a cart hold what it held at another moment. Nothing is rewritten: lines go, change and come by the events that a
 * shopper's own hand would cause. What is still in the cart keeps its price; what comes back has the price of today.
 */
export function planRestore(
  cart: Contents,
  target: RestoreTarget,
  products: Readonly<Record<string, ProductFacts>>,
): RestorePlan {
  const steps = [
    ...cart.lines.filter((line) => !findSame(target.lines, line)).map(removal),
    ...target.lines.map((wanted) => bringBack(findSame(cart.lines, wanted), wanted, target.lines, products)),
  ];
  return {
    events: [...steps.flatMap(({ events }) => events), ...promoEvents(cart.promo, target.promo)],
    notes: steps.flatMap(({ notes }) => notes),
  };
}

/** What a cart at some moment holds, as something to restore. */
export function targetOf(cart: Cart): RestoreTarget {
  return cart.status === "none" ? { lines: [], promo: null } : { lines: cart.lines, promo: cart.promo };
}

function removal({ sku, name, unitPrice, quantity }: Line): RestorePlan {
  return { events: [{ type: "itemRemovedFromCart", data: { sku, name, unitPrice, quantity } }], notes: [] };
}

function bringBack(
  held: Line | undefined,
  wanted: Line,
  targetLines: readonly Line[],
  products: Readonly<Record<string, ProductFacts>>,
): RestorePlan {
  const { sku, name, unitPrice } = wanted;
  if (held?.quantity === wanted.quantity) return { events: [], notes: [] };
  if (held && held.quantity > wanted.quantity) {
    return {
      events: [
        { type: "itemQuantityChanged", data: { sku, name, unitPrice, from: held.quantity, to: wanted.quantity } },
      ],
      notes: [],
    };
  }
  const product = Object.hasOwn(products, sku) ? products[sku] : undefined;
  const others = targetLines.filter((line) => line !== wanted && line.sku === sku);
  const quantity = Math.min(wanted.quantity, forSale(product) - others.reduce((sum, line) => sum + line.quantity, 0));
  const notes = quantity < wanted.quantity ? [shortage(wanted, Math.max(held?.quantity ?? 0, quantity))] : [];
  if (!product || quantity <= (held?.quantity ?? 0)) return { events: [], notes };
  if (held) {
    return {
      events: [{ type: "itemQuantityChanged", data: { sku, name, unitPrice, from: held.quantity, to: quantity } }],
      notes,
    };
  }
  const repriced = product.unitPrice === unitPrice ? [] : [priceNote(wanted, product.unitPrice)];
  const data = { sku, name: product.name, unitPrice: product.unitPrice, quantity };
  return { events: [{ type: "addedItemToCart", data }], notes: [...notes, ...repriced] };
}

function promoEvents(now: PromoTerms | null, wanted: PromoTerms | null): readonly CartEvent[] {
  if (now?.code === wanted?.code) return [];
  const removed: readonly CartEvent[] = now ? [{ type: "promoCodeRemoved", data: { code: now.code } }] : [];
  const applied: readonly CartEvent[] = wanted ? [{ type: "promoCodeApplied", data: wanted }] : [];
  return [...removed, ...applied];
}

function forSale(product: ProductFacts | undefined): number {
  return product && !product.discontinued ? Math.max(0, product.available) : 0;
}

function shortage({ name, quantity }: Line, possible: number): string {
  if (possible === 0) return `${name} can’t be had any more, so it stays out.`;
  return `Only ${possible} of ${quantity} ${name} can be had.`;
}

function priceNote({ name, unitPrice }: Line, now: number): string {
  return `${name} cost ${formatMoney(unitPrice)} then; it costs ${formatMoney(now)} now.`;
}

function findSame(lines: readonly Line[], { sku, unitPrice }: Line): Line | undefined {
  return lines.find((line) => line.sku === sku && line.unitPrice === unitPrice);
}
