import type { EventsReply } from "@/app/api/events-response";
import { cartDecider, type Cart } from "@/lib/cart/cart";
import type { CartEvent } from "@/lib/cart/events";
import { occurredAt, type StoredEvent } from "@/lib/event-store/event";
import { createTimeline, type Timeline } from "@/lib/time-travel/timeline";

const evolution = {
  initialState: cartDecider.initialState,
  evolve: (cart: Cart, stored: StoredEvent<CartEvent>) => cartDecider.evolve(cart, stored.event),
};

/**
 * A page of a history as fetched, with what was worked out of it, which thus outlives the arrival of other pages.
 *
 * A class because the query cache compares plain objects field by field: of a thousand events, that takes longer than a frame.
 */
export class HistoryPage {
  /** How many events come before its first one. */
  readonly start: number;
  readonly end: number;
  readonly events: EventsReply["events"];
  /** When each event happened, ms since the epoch. */
  readonly times: readonly number[];
  private readonly timeline: Timeline<Cart, StoredEvent<CartEvent>>;

  constructor(private readonly reply: EventsReply) {
    const { after, state, events } = reply;
    this.start = after;
    this.end = after + events.length;
    this.events = events;
    this.times = events.map((stored) => Date.parse(occurredAt(stored)));
    this.timeline = createTimeline(evolution, [{ start: after, state, events }]);
  }

  eventAt(moment: number): StoredEvent<CartEvent> | undefined {
    return this.events[moment - this.start - 1];
  }

  /** The cart after `moment`, of which the first is the one before the page's own events. */
  cartAt(moment: number): Cart | undefined {
    return this.timeline.seek(moment);
  }

  /** The page with what was fetched after it. */
  with(more: EventsReply): HistoryPage {
    if (more.events.length === 0) return this;
    return new HistoryPage({ ...more, ...this.reply, events: [...this.events, ...more.events] });
  }
}
