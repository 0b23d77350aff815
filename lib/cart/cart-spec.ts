import { specificationsOf } from "@/lib/event-store/given-when-then";
import { cartDecider, type CartCommand, type ProductFacts } from "./cart";
import type { CartEvent, CartEventOf, Delivery, Line, PromoTerms } from "./events";
import type { RestoreTarget } from "./restore";
import { standardShipping } from "./shipping";
import { totalsOf } from "./totals";

// Words for specifications of the cart. What a specification does not say is as on an ordinary day: an hourglass costs
// £25.00, ten of it are in stock, an inkwell £8.00.

export const given = specificationsOf(cartDecider);

const owner = "visitor:5b1c8d3e-66f4-4c9b-9d0a-0b9f2c1d7e55";

const names: Readonly<Record<string, { readonly name: string; readonly unitPrice: number }>> = {
  hourglass: { name: "Hourglass", unitPrice: 2500 },
  inkwell: { name: "Inkwell", unitPrice: 800 },
};

type LineChoice = { readonly sku: string } & Partial<Line>;
type Command<Type extends CartCommand["type"]> = Extract<CartCommand, { type: Type }>;

function described(line: LineChoice): Line {
  return { name: line.sku, unitPrice: 1000, quantity: 1, ...names[line.sku], ...line };
}

export const tenPercent: PromoTerms = { code: "FIRSTFOLIO", discount: { kind: "percent", percent: 10 }, minimum: 0 };
export const fiverFromThirty: PromoTerms = {
  code: "INKWELL",
  discount: { kind: "amount", amount: 500 },
  minimum: 3000,
};

export function createdCart({ delivery = standardShipping.delivery }: { delivery?: Delivery } = {}): CartEvent {
  return { type: "createdCart", data: { owner, currency: "GBP", delivery } };
}

export function addedItemToCart(line: LineChoice): CartEvent {
  return { type: "addedItemToCart", data: described(line) };
}

export function itemRemovedFromCart(line: LineChoice): CartEvent {
  return { type: "itemRemovedFromCart", data: described(line) };
}

export function itemQuantityChanged({ from, to, ...line }: LineChoice & { from: number; to: number }): CartEvent {
  const { quantity: _, ...what } = described(line);
  return { type: "itemQuantityChanged", data: { ...what, from, to } };
}

export function promoCodeApplied(promo: PromoTerms): CartEvent {
  return { type: "promoCodeApplied", data: promo };
}

export function promoCodeRemoved(code: string): CartEvent {
  return { type: "promoCodeRemoved", data: { code } };
}

export function cartCheckedOut(
  lines: readonly [LineChoice, ...LineChoice[]],
  promo: PromoTerms | null = null,
  agreed: Partial<Pick<CartEventOf<"cartCheckedOut">["data"], "totals" | "shipping">> = {},
): CartEvent {
  const [first, ...rest] = lines;
  const bought: CartEventOf<"cartCheckedOut">["data"]["lines"] = [described(first), ...rest.map(described)];
  const { customer, orderId, orderNumber, payment } = orderDetails;
  const shipping = { method: standardShipping.id, name: standardShipping.name };
  const totals = totalsOf(bought, promo, standardShipping.delivery);
  const data = {
    orderId,
    orderNumber,
    owner,
    currency: "GBP",
    lines: bought,
    promo,
    totals,
    shipping,
    payment,
    customer,
    ...agreed,
  } as const;
  return { type: "cartCheckedOut", data };
}

export function createCart({ delivery = standardShipping.delivery }: { delivery?: Delivery } = {}): CartCommand {
  return { type: "createCart", owner, currency: "GBP", delivery };
}

export function cartSetAside(): CartEvent {
  return { type: "cartSetAside", data: {} };
}

export function setCartAside(): CartCommand {
  return { type: "setCartAside" };
}

export function restoreCart(
  target: RestoreTarget | null,
  products: Readonly<Record<string, Partial<ProductFacts>>> = {},
): CartCommand {
  const facts = Object.entries(products).map(([sku, product]) => [sku, productFacts(sku, product)] as const);
  return { type: "restoreCart", target, products: Object.fromEntries(facts) };
}

/** What the catalogue says of a product, where a specification doesn't say otherwise. */
export function productFacts(sku: string, facts: Partial<ProductFacts> = {}): ProductFacts {
  const { name, unitPrice } = described({ sku });
  return { name, unitPrice, available: 10, discontinued: false, ...facts };
}

type WithFacts = { readonly product?: Partial<ProductFacts> | null };

export function addItem({ sku, quantity = 1, product }: { sku: string; quantity?: number } & WithFacts): CartCommand {
  return { type: "addItem", sku, quantity, product: product === null ? null : productFacts(sku, product) };
}

export function changeItemQuantity({
  product,
  ...line
}: { sku: string; unitPrice?: number; quantity: number } & WithFacts): CartCommand {
  return { type: "changeItemQuantity", ...line, product: product === null ? null : productFacts(line.sku, product) };
}

export function removeItem(line: { sku: string; unitPrice?: number; quantity?: number }): CartCommand {
  return { type: "removeItem", ...line };
}

export function applyPromoCode(promo: PromoTerms | null, code = promo?.code ?? "NOSUCHCODE"): CartCommand {
  return { type: "applyPromoCode", code, promo };
}

export function removePromoCode(): CartCommand {
  return { type: "removePromoCode" };
}

const orderDetails: Omit<Command<"checkOut">, "type" | "expectedTotal" | "products" | "shipping"> = {
  orderId: "2d1b9d0c-7a39-4a43-8a5c-6a1de8a5a0f4",
  orderNumber: "C-1001",
  customer: {
    name: "Ada Clerk",
    email: "ada@example.org",
    address: { street: "1 Register Row", city: "York", postcode: "YO1 7HH", country: "GB" },
  },
  payment: { method: "card", reference: "test-1" },
};

export function checkOut(
  command: Partial<Omit<Command<"checkOut">, "products">> & {
    readonly expectedTotal: number;
    readonly products?: Readonly<Record<string, Partial<ProductFacts> | null>>;
  },
): CartCommand {
  const listed = { hourglass: {}, inkwell: {}, ...command.products };
  const sold = Object.entries(listed).flatMap(([sku, facts]) =>
    facts === null ? [] : [[sku, productFacts(sku, facts)] as const],
  );
  return {
    type: "checkOut",
    ...orderDetails,
    shipping: standardShipping,
    ...command,
    products: Object.fromEntries(sold),
  };
}
