import { evolve, initialState, type Cart } from "./cart";
import type { CartEvent, Line } from "./events";
import { subtotalOf } from "./totals";

/**
 * The first events of a history as a test in the shop's own grammar, ready to paste into `lib/cart/`: given all but the last, when
 * the command that led to it, then the last one. Names nobody: what the grammar doesn't need to know is left to its ordinary day.
 */
export function asTest(events: readonly CartEvent[]): string {
  const last = events.at(-1);
  const command = last && commandOf(last, events.slice(0, -1).reduce(evolve, initialState));
  const before = events.slice(0, -1).map((event) => `    ${eventCall(event)},`);
  const words = new Set(["given", ...events.map((event) => event.type), ...(command ? [command.name] : [])]);
  if (!last || !command) return "";
  return [
    `import { test } from "vitest";`,
    `import { ${[...words].toSorted().join(", ")} } from "@/lib/cart/cart-spec";`,
    ``,
    `test("the cart after ${events.length} events", () => {`,
    `  given(`,
    ...before,
    `  )`,
    `    .when(${command.call})`,
    `    .then(${eventCall(last)});`,
    `});`,
    ``,
  ].join("\n");
}

function eventCall(event: CartEvent): string {
  switch (event.type) {
    case "createdCart":
      return `createdCart(${literal({ delivery: event.data.delivery })})`;
    case "promoCodeRemoved":
      return `promoCodeRemoved(${literal(event.data.code)})`;
    case "cartSetAside":
      return "cartSetAside()";
    case "cartCheckedOut": {
      const { lines, promo, totals, shipping } = event.data;
      return `cartCheckedOut(${literal(lines)}, ${literal(promo)}, ${literal({ totals, shipping })})`;
    }
    default:
      return `${event.type}(${literal(event.data)})`;
  }
}

function commandOf(event: CartEvent, before: Cart): { readonly name: string; readonly call: string } {
  const call = (name: string, argument?: unknown) => ({
    name,
    call: `${name}(${argument === undefined ? "" : literal(argument)})`,
  });
  switch (event.type) {
    case "createdCart":
      return call("createCart", { delivery: event.data.delivery });
    case "addedItemToCart":
      return call("addItem", { sku: event.data.sku, quantity: event.data.quantity, product: factsOf(event.data) });
    case "itemQuantityChanged": {
      const { sku, unitPrice, to } = event.data;
      return call("changeItemQuantity", { sku, unitPrice, quantity: to, product: factsOf(event.data) });
    }
    case "itemRemovedFromCart": {
      const { sku, unitPrice, quantity } = event.data;
      return call("removeItem", { sku, unitPrice, quantity });
    }
    case "promoCodeApplied": {
      if (subtotalOf(linesOf(before)) >= event.data.minimum) return call("applyPromoCode", event.data);
      // Only going back to a moment brings a code back below its minimum.
      return call("restoreCart", { lines: linesOf(before), promo: event.data });
    }
    case "promoCodeRemoved":
      return call("removePromoCode");
    case "cartSetAside":
      return call("setCartAside");
    case "cartCheckedOut": {
      const { totals, shipping, lines } = event.data;
      const products = Object.fromEntries(lines.map((line) => [line.sku, factsOf(line)]));
      const delivery = { price: totals.shipping, freeFrom: null };
      const method = { id: shipping.method, name: shipping.name, promise: "", delivery };
      return call("checkOut", { expectedTotal: totals.total, shipping: method, products });
    }
  }
}

function linesOf(cart: Cart): readonly Line[] {
  return cart.status === "none" ? [] : cart.lines;
}

/** A shop that has enough of it, at that price. */
function factsOf({ name, unitPrice }: Pick<Line, "name" | "unitPrice">) {
  return { name, unitPrice, available: 1_000_000 };
}

function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(
    ([name, field]) => `${/^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name)}: ${literal(field)}`,
  );
  return `{ ${fields.join(", ")} }`;
}
