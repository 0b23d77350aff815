import { z } from "zod";
import { currentVisitor } from "@/app/shopper";
import { cartStreamId } from "@/lib/cart/requests";
import { restoreCommand } from "@/lib/cart/shopping";
import { startShop } from "@/lib/shop";
import type { RestoreTarget } from "@/lib/cart/restore";
import type { Visitor } from "@/lib/identity/visitor";
import type { ProductFacts } from "@/lib/cart/cart";

const query = z.object({ streamId: cartStreamId, version: z.coerce.number().int().min(1).max(2_147_483_647) });

interface OwnMoment {
  readonly visitor: Visitor;
  readonly streamId: string;
  readonly version: number;
  readonly target: RestoreTarget;
  readonly products: Readonly<Record<string, ProductFacts>>;
}

/** The moment that `?streamId=…&version=…` names among the visitor's own carts, or the answer that says why there is none. */
export async function ownMoment(request: Request): Promise<OwnMoment | Response> {
  const parsed = query.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!parsed.success) {
    return Response.json({ error: "`streamId` should be a cart and `version` one of its events." }, { status: 400 });
  }
  const [shop, visitor] = await Promise.all([startShop(), currentVisitor()]);
  const found = visitor && (await restoreCommand(shop.shopping, visitor, parsed.data));
  if (!visitor || !found?.target)
    return Response.json({ error: "There is no such moment among your carts." }, { status: 404 });
  return { visitor, ...parsed.data, target: found.target, products: found.products };
}
