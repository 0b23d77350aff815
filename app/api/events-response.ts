import { z } from "zod";
import { evolve, initialState, type Cart } from "@/lib/cart/cart";
import type { CartEvent } from "@/lib/cart/events";
import type { StoredEvent } from "@/lib/event-store/event";

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
export function eventsResponse(
  request: Request,
  streamId: string,
  events: readonly StoredEvent<CartEvent>[],
): Response {
  const parsed = query.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!parsed.success) {
    const error = "`after` should be a version (a whole number, 0 or more) and `limit` a number from 1 to 1000.";
    return Response.json({ error }, { status: 400 });
  }
  const { after, limit } = parsed.data;
  const reply: EventsReply = {
    streamId,
    version: events.length,
    after,
    state: events.slice(0, after).reduce((state, { event }) => evolve(state, event), initialState),
    events: events.slice(after, after + limit),
  };
  return Response.json(reply, { headers: { "Cache-Control": "private, no-store" } });
}
