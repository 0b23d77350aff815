import { decided, rejected, unchanged, type Decider, type Decision } from "@/lib/event-store/decider";
import type { CartEvent, CartEventOf, Currency, Customer, Delivery, Line, PromoTerms } from "./events";
import { formatMoney } from "./money";
import { planRestore, type RestoreTarget } from "./restore";
import type { ShippingMethod } from "./shipping";
import { subtotalOf, totalsOf } from "./totals";

interface Contents {
  readonly owner: string;
  readonly currency: Currency;
  readonly delivery: Delivery;
  readonly lines: readonly Line[];
  readonly promo: PromoTerms | null;
}

export type Cart =
  | { readonly status: "none" }
  | ({ readonly status: "open" } & Contents)
  | ({ readonly status: "checkedOut"; readonly orderId: string } & Contents)
  /** Its owner went on with a new cart; this one stays as it was. */
  | ({ readonly status: "setAside" } & Contents);

/** What the catalogue says of a product at the time of the command. */
export interface ProductFacts {
  readonly name: string;
  /** Minor units. */
  readonly unitPrice: number;
  /** How many can be bought. */
  readonly available: number;
  readonly discontinued: boolean;
}

/** Which line is meant: a product, and its price when the cart holds it at several. */
interface LineChoice {
  readonly sku: string;
  readonly unitPrice?: number | undefined;
}

/** A wish, with the facts it depends on: who asks looks them up, so that deciding stays pure. */
export type CartCommand =
  | { readonly type: "createCart"; readonly owner: string; readonly currency: Currency; readonly delivery: Delivery }
  | { readonly type: "addItem"; readonly sku: string; readonly quantity: number; readonly product: ProductFacts | null }
  | ({
      readonly type: "changeItemQuantity";
      readonly quantity: number;
      readonly product: ProductFacts | null;
    } & LineChoice)
  | ({ readonly type: "removeItem"; readonly quantity?: number | undefined } & LineChoice)
  | { readonly type: "applyPromoCode"; readonly code: string; readonly promo: PromoTerms | null }
  | { readonly type: "removePromoCode" }
  | {
      readonly type: "restoreCart";
      /** Null when there is no such moment among the shopper's own. */
      readonly target: RestoreTarget | null;
      readonly products: Readonly<Record<string, ProductFacts>>;
    }
  | { readonly type: "setCartAside" }
  | {
      readonly type: "checkOut";
      readonly orderId: string;
      readonly orderNumber: string;
      readonly customer: Customer | null;
      readonly shipping: ShippingMethod;
      readonly payment: { readonly method: string; readonly reference: string };
      /** The total the shopper agreed to, in minor units. */
      readonly expectedTotal: number;
      /** By SKU; a product missing here is no longer sold. */
      readonly products: Readonly<Record<string, ProductFacts>>;
    };

export const initialState: Cart = { status: "none" };

/** Total: accepts every event ever stored, in any state. */
export function evolve(cart: Cart, event: CartEvent): Cart {
  if (cart.status === "none") {
    return event.type === "createdCart" ? { status: "open", ...event.data, lines: [], promo: null } : cart;
  }
  switch (event.type) {
    case "addedItemToCart": {
      const { sku, name, unitPrice, quantity } = event.data;
      if (!findLine(cart.lines, event.data))
        return { ...cart, lines: [...cart.lines, { sku, name, unitPrice, quantity }] };
      return { ...cart, lines: withQuantity(cart.lines, event.data, (before) => before + quantity) };
    }
    case "itemQuantityChanged":
      return { ...cart, lines: withQuantity(cart.lines, event.data, () => event.data.to) };
    case "itemRemovedFromCart":
      return { ...cart, lines: withQuantity(cart.lines, event.data, (before) => before - event.data.quantity) };
    case "promoCodeApplied":
      return { ...cart, promo: event.data };
    case "promoCodeRemoved":
      return { ...cart, promo: null };
    case "cartCheckedOut":
      return { ...cart, status: "checkedOut", orderId: event.data.orderId };
    case "cartSetAside":
      return { ...cart, status: "setAside" };
    default:
      return cart;
  }
}

export function decide(command: CartCommand, cart: Cart): Decision<CartEvent> {
  if (command.type === "createCart") {
    const { owner, currency, delivery } = command;
    return cart.status === "none" ? decided({ type: "createdCart", data: { owner, currency, delivery } }) : unchanged;
  }
  if (cart.status === "none") return rejected("no-cart", "There is no cart yet. Add something to it first.");
  if (cart.status === "checkedOut") return rejected("cart-closed", "This cart was already checked out.");
  if (cart.status === "setAside") return rejected("cart-closed", "This cart was set aside for a new one.");
  switch (command.type) {
    case "addItem":
      return addItem(command, cart);
    case "changeItemQuantity":
      return changeItemQuantity(command, cart);
    case "removeItem":
      return removeItem(command, cart);
    case "applyPromoCode":
      return applyPromoCode(command, cart);
    case "removePromoCode":
      return cart.promo ? decided({ type: "promoCodeRemoved", data: { code: cart.promo.code } }) : unchanged;
    case "restoreCart":
      return restoreCart(command, cart);
    case "setCartAside":
      return decided({ type: "cartSetAside", data: {} });
    case "checkOut":
      return checkOut(command, cart);
  }
}

export const cartDecider: Decider<Cart, CartCommand, CartEvent> = { initialState, evolve, decide };

type Open = Extract<Cart, { status: "open" }>;
type Command<Type extends CartCommand["type"]> = Extract<CartCommand, { type: Type }>;

function addItem({ sku, quantity, product }: Command<"addItem">, cart: Open): Decision<CartEvent> {
  if (!isQuantity(quantity)) return rejectedQuantity();
  const refusal = refuseSale(sku, product, quantityOf(cart.lines, sku) + quantity);
  if (refusal) return refusal;
  if (!product) return unchanged;
  const { name, unitPrice } = product;
  return decided({ type: "addedItemToCart", data: { sku, name, unitPrice, quantity } });
}

function changeItemQuantity(command: Command<"changeItemQuantity">, cart: Open): Decision<CartEvent> {
  if (command.quantity === 0)
    return removeItem({ type: "removeItem", sku: command.sku, unitPrice: command.unitPrice }, cart);
  if (!isQuantity(command.quantity)) return rejectedQuantity();
  const line = findLine(cart.lines, command);
  if (!line) return rejected("not-in-cart", "That is no longer in your cart. Add it again if you still want it.");
  if (line.quantity === command.quantity) return unchanged;
  const { sku, name, unitPrice, quantity: from } = line;
  const wanted = quantityOf(cart.lines, sku) - from + command.quantity;
  const refusal = command.quantity > from ? refuseSale(sku, command.product, wanted) : undefined;
  if (refusal) return refusal;
  return decided({ type: "itemQuantityChanged", data: { sku, name, unitPrice, from, to: command.quantity } });
}

/** Without a price it is the product at every price: taken from the oldest line first. */
function removeItem(command: Command<"removeItem">, cart: Open): Decision<CartEvent> {
  if (command.quantity !== undefined && !isQuantity(command.quantity)) return rejectedQuantity();
  const events: CartEvent[] = [];
  let left = command.quantity ?? quantityOf(cart.lines, command.sku);
  for (const { sku, name, unitPrice, quantity: held } of cart.lines.filter((line) => isChosen(line, command))) {
    const quantity = Math.min(held, left);
    if (quantity > 0) events.push({ type: "itemRemovedFromCart", data: { sku, name, unitPrice, quantity } });
    left -= quantity;
  }
  return events.length === 0 ? unchanged : decided(...events);
}

function applyPromoCode({ code, promo }: Command<"applyPromoCode">, cart: Open): Decision<CartEvent> {
  if (!promo) return rejected("unknown-promo-code", `There is no promo code “${code}”. Check its spelling.`);
  if (cart.promo?.code === promo.code) return unchanged;
  if (subtotalOf(cart.lines) < promo.minimum) {
    const minimum = formatMoney(promo.minimum, cart.currency);
    return rejected("promo-minimum", `${promo.code} counts from ${minimum}. Add a little more and try again.`);
  }
  const applied: CartEvent = { type: "promoCodeApplied", data: promo };
  const replaced: readonly CartEvent[] = cart.promo
    ? [{ type: "promoCodeRemoved", data: { code: cart.promo.code } }]
    : [];
  return decided(...replaced, applied);
}

function restoreCart({ target, products }: Command<"restoreCart">, cart: Open): Decision<CartEvent> {
  if (!target) return rejected("unknown-moment", "There is no such moment among your carts.");
  const { events } = planRestore(cart, target, products);
  return events.length === 0 ? unchanged : decided(...events);
}

function checkOut(command: Command<"checkOut">, cart: Open): Decision<CartEvent> {
  const [first, ...rest] = cart.lines;
  if (!first) return rejected("cart-empty", "Your cart is empty. Add something before you check out.");
  for (const { sku } of cart.lines) {
    const refusal = refuseSale(sku, command.products[sku] ?? null, quantityOf(cart.lines, sku));
    if (refusal) return refusal;
  }
  const totals = totalsOf(cart.lines, cart.promo, command.shipping.delivery);
  if (totals.total !== command.expectedTotal) {
    const total = formatMoney(totals.total, cart.currency);
    return rejected("total-changed", `The total is now ${total}. Look it over and place the order again.`);
  }
  const { owner, currency, promo } = cart;
  const { orderId, orderNumber, customer, payment } = command;
  const lines: CartEventOf<"cartCheckedOut">["data"]["lines"] = [first, ...rest];
  const shipping = { method: command.shipping.id, name: command.shipping.name };
  const data = { orderId, orderNumber, owner, currency, lines, promo, totals, shipping, payment, customer };
  return decided({ type: "cartCheckedOut", data });
}

/** Why `wanted` of a product can't be sold, or undefined when they can. */
function refuseSale(sku: string, product: ProductFacts | null, wanted: number): Decision<never> | undefined {
  if (!product) return rejected("unknown-product", `There is no product “${sku}” in the shop.`);
  if (product.discontinued) return rejected("discontinued", `${product.name} is no longer sold.`);
  if (product.available <= 0) return rejected("out-of-stock", `${product.name} is out of stock.`);
  if (wanted > product.available) {
    return rejected(
      "not-enough-stock",
      `Only ${product.available} of ${product.name} can be had; you asked for ${wanted}.`,
    );
  }
  return undefined;
}

function isQuantity(quantity: number): boolean {
  return Number.isInteger(quantity) && quantity > 0 && quantity <= 1_000_000;
}

function rejectedQuantity(): Decision<never> {
  return rejected("bad-quantity", "A quantity is a whole number from 1 to 1,000,000.");
}

function isChosen(line: Line, { sku, unitPrice }: LineChoice): boolean {
  return line.sku === sku && (unitPrice === undefined || line.unitPrice === unitPrice);
}

function findLine(lines: readonly Line[], choice: LineChoice): Line | undefined {
  return lines.find((line) => isChosen(line, choice));
}

function quantityOf(lines: readonly Line[], sku: string): number {
  return lines.reduce((sum, line) => (line.sku === sku ? sum + line.quantity : sum), 0);
}

function withQuantity(lines: readonly Line[], choice: LineChoice, change: (before: number) => number): readonly Line[] {
  const found = findLine(lines, choice);
  if (!found) return lines;
  const quantity = change(found.quantity);
  if (quantity <= 0) return lines.filter((line) => line !== found);
  return lines.map((line) => (line === found ? { ...line, quantity } : line));
}
