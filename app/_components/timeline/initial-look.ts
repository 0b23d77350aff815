import { cartDecider, type Cart } from "@/lib/cart/cart";
import type { CartEvent } from "@/lib/cart/events";
import { occurredAt, type StoredEvent } from "@/lib/event-store/event";
import { momentAt } from "@/lib/time-travel/moments";
import { createTimeline, wholeHistory } from "@/lib/time-travel/timeline";
import { momentLabel } from "./moment-label";

/** Where an address says to look: a moment other than now, and two moments to compare. */
export interface InitialLook {
  readonly past?: { readonly moment: number; readonly label: string; readonly cart: Cart };
  readonly compare?: readonly [number, number];
}

type Params = Record<string, string | string[] | undefined>;

/** Reads `?v=12`, `?at=2026-11-20T15:00Z` and `?compare=5..12`. What names no moment of this history is as if it were not there. */
export function initialLook(params: Params, events: readonly StoredEvent<CartEvent>[]): InitialLook {
  const last = events.length;
  const moment = versionIn(params.v) ?? instantIn(params.at, events);
  const cart = moment === undefined ? undefined : seek(events, moment);
  const compare = compareIn(params.compare, last);
  return {
    ...(moment !== undefined &&
      moment < last &&
      cart && { past: { moment, label: momentLabel(events[moment - 1], last), cart } }),
    ...(compare && { compare }),
  };
}

function seek(events: readonly StoredEvent<CartEvent>[], moment: number): Cart | undefined {
  const all = events.map((stored) => stored.event);
  return createTimeline(cartDecider, wholeHistory(cartDecider, all)).seek(moment);
}

function versionIn(text: Params[string]): number | undefined {
  return typeof text === "string" && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}

function instantIn(text: Params[string], events: readonly StoredEvent<CartEvent>[]): number | undefined {
  const instant = typeof text === "string" ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(instant)) return undefined;
  return Math.max(
    1,
    momentAt(
      events.map((stored) => Date.parse(occurredAt(stored))),
      instant,
    ),
  );
}

function compareIn(text: Params[string], last: number): readonly [number, number] | undefined {
  const [, from = "", to = ""] = (typeof text === "string" && /^(\d{1,9})\.\.(\d{1,9})$/.exec(text)) || [];
  if (from === "" || Number(from) > last || Number(to) > last) return undefined;
  return [Number(from), Number(to)];
}
