import { describeEvent } from "@/lib/cart/describe";
import type { CartEvent } from "@/lib/cart/events";
import { occurredAt, type StoredEvent } from "@/lib/event-store/event";

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });

/** "14:03" where the reader is. */
export function timeOf(stored: StoredEvent): string {
  return clock.format(new Date(occurredAt(stored)));
}

/** "20 November 2026". */
export function dayOf(stored: StoredEvent): string {
  return day.format(new Date(occurredAt(stored)));
}

/** A moment as a sentence: "Event 12 of 40: 2 Brass hourglass added, 14:03". */
export function momentLabel(stored: StoredEvent<CartEvent> | undefined, last: number): string {
  if (!stored) return "Fetching that moment…";
  return `Event ${stored.version} of ${last}: ${describeEvent(stored.event)}, ${timeOf(stored)}`;
}
