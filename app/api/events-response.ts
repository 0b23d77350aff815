import { z } from "zod";
import type { Cart } from "@/lib/cart/cart";
import type { CartEvent } from "@/lib/cart/events";
import type { StoredEvent } from "@/lib/event-store/event";
import { startShop } from "@/lib/shop";

const version = z.coerce.number().int().min(0).max(2_147_483_647);
const query = z.object({ after: version.default(0), limit: z.coerce.number().int().min(1).max(1_000).default(1_000) });

/** A page of a history. */
export interface EventsReply {
  readonly streamId: string;
  /** Of the whole history: how many events there are. */
  readonly version: number;
  readonly after: number;
  /** The cart after the first `after` events: what these events start from. */
  readonly state: Cart;
  readonly events: readonly StoredEvent<CartEvent>[];
}

/** `EventsReply` with up to `limit` events after the version asked for, or 400 with a sentence. */
export async function eventsResponse(request: Request, streamId: string): Promise<Response> {
  const parsed = query.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!parsed.success) {
    const error = "`after` should be a version (a whole number, 0 or more) and `limit` a number from 1 to 1000.";
    return Response.json({ error }, { status: 400 });
  }
  const { after, limit } = parsed.data;
  const { store, shopping } = await startShop();
  const [{ version }, { state }, events] = await Promise.all([
    shopping.carts.latest(streamId),
    shopping.carts.at(streamId, after),
    store.readStream<CartEvent>(streamId, { after, upTo: after + limit }),
  ]);
  const reply: EventsReply = { streamId, version, after, state, events };
  return Response.json(reply, { headers: { "Cache-Control": "private, no-store" } });
}
