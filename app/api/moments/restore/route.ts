import { currentCart } from "@/app/shopper";
import { describeEvent } from "@/lib/cart/describe";
import { opened } from "@/lib/cart/prediction";
import { planRestore } from "@/lib/cart/restore";
import { ownMoment } from "../own-moment";

/** What restoring a moment would do to the cart of now. */
export interface RestorePreview {
  /** The events it would append, in words; none when the cart is like that already. */
  readonly changes: readonly string[];
  /** What can't be as it was: prices, stock. */
  readonly notes: readonly string[];
}

/** `RestorePreview` for `?streamId=…&version=…`. Changes nothing. */
export async function GET(request: Request): Promise<Response> {
  const moment = await ownMoment(request);
  if (moment instanceof Response) return moment;
  const loaded = await currentCart();
  const owner = moment.visitor.owner;
  const cart = opened({ streamId: loaded?.streamId ?? "", owner, cart: loaded?.state ?? { status: "none" } });
  if (cart.status !== "open")
    return Response.json({ error: "There is no open cart to restore into." }, { status: 409 });
  const { events, notes } = planRestore(cart, moment.target, moment.products);
  const preview: RestorePreview = { changes: events.map(describeEvent), notes };
  return Response.json(preview, { headers: { "Cache-Control": "private, no-store" } });
}
