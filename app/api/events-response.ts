import { z } from "zod";
import type { CartEvent } from "@/lib/cart/events";
import type { StoredEvent } from "@/lib/event-store/event";

const query = z.object({ after: z.coerce.number().int().min(0).max(2_147_483_647).default(0) });

/** What the routes for a history answer. */
export interface EventsReply {
  readonly streamId: string;
  readonly version: number;
  readonly events: readonly StoredEvent<CartEvent>[];
}

/** `EventsReply` with what comes after the version asked for, or 400 with a sentence. */
export function eventsResponse(
  request: Request,
  streamId: string,
  events: readonly StoredEvent<CartEvent>[],
): Response {
  const parsed = query.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!parsed.success)
    return Response.json({ error: "`after` should be a version: a whole number, 0 or more." }, { status: 400 });
  const reply: EventsReply = {
    streamId,
    version: events.at(-1)?.version ?? 0,
    events: events.filter((stored) => stored.version > parsed.data.after),
  };
  return Response.json(reply, { headers: { "Cache-Control": "private, no-store" } });
}
