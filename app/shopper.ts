import { randomUUID } from "node:crypto";
import { cookies, headers } from "next/headers";
import { cache } from "react";
import { loadCurrentCart, type LoadedCart } from "@/lib/cart/shopping";
import {
  newVisitor,
  readVisitor,
  signVisitor,
  visitorCookie,
  visitorCookieOptions,
  type Visitor,
} from "@/lib/identity/visitor";
import { startShop } from "@/lib/shop";
import type { CartSnapshot } from "./_components/cart/cart-snapshot";

/** Who is asking, from the signed cookie; undefined for a visitor that has none (yet), or a forged one. */
export const currentVisitor = cache(async (): Promise<Visitor | undefined> => {
  const { environment } = await startShop();
  return readVisitor((await cookies()).get(visitorCookie)?.value, environment.SESSION_SECRET);
});

/** Who is asking, made known if need be. Only actions and route handlers may set the cookie. */
export async function visitorForWriting(): Promise<Visitor> {
  const known = await currentVisitor();
  if (known) return known;
  const { environment } = await startShop();
  const visitor = newVisitor();
  const secure = (await headers()).get("x-forwarded-proto") === "https";
  (await cookies()).set(visitorCookie, signVisitor(visitor, environment.SESSION_SECRET), {
    ...visitorCookieOptions,
    secure,
  });
  return visitor;
}

/** The visitor's cart of now, from the log; once per request. */
export const currentCart = cache(async (): Promise<LoadedCart | undefined> => {
  const visitor = await currentVisitor();
  return visitor && loadCurrentCart((await startShop()).shopping, visitor);
});

/** What the browser starts from: the cart, folded, and what the catalogue says of its products. */
export async function cartSnapshot(): Promise<CartSnapshot> {
  const [visitor, loaded] = await Promise.all([currentVisitor(), currentCart()]);
  const { shopping } = await startShop();
  const cart = loaded?.state ?? { status: "none" as const };
  const skus = cart.status === "none" ? [] : cart.lines.map((line) => line.sku);
  return {
    owner: visitor?.owner ?? "",
    streamId: loaded?.streamId ?? "",
    version: loaded?.version ?? 0,
    cart,
    products: await shopping.facts.products(skus),
    formToken: randomUUID(),
  };
}
