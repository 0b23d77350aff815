import type { Cart } from "@/lib/cart/cart";
import type { CartEvent } from "@/lib/cart/events";
import { occurredAt, type StoredEvent } from "@/lib/event-store/event";
import type { Shop } from "@/lib/shop";
import { momentAt } from "@/lib/time-travel/moments";
import { momentLabel } from "./moment-label";

/** Where an address says to look: a moment other than now, and two moments to compare. */
export interface InitialLook {
  readonly past?: { readonly moment: number; readonly label: string; readonly cart: Cart };
  readonly compare?: readonly [number, number];
}

type Params = Record<string, string | string[] | undefined>;

/** Reads `?v=12`, `?at=2026-11-20T15:00Z` and `?compare=5..12`. What names no moment of this history is as if it were not there. */
export async function initialLook(params: Params, { store, shopping }: Shop, streamId: string): Promise<InitialLook> {
  const { version: last } = await shopping.carts.latest(streamId);
  const moment = versionIn(params.v) ?? (await instantIn(params.at, () => store.readStream(streamId)));
  const compare = compareIn(params.compare, last);
  if (moment === undefined || moment >= last) return compare ? { compare } : {};
  const [{ state: cart }, [stored]] = await Promise.all([
    shopping.carts.at(streamId, moment),
    store.readStream<CartEvent>(streamId, { after: moment - 1, upTo: moment }),
  ]);
  return { past: { moment, label: momentLabel(stored, last), cart }, ...(compare && { compare }) };
}

function versionIn(text: Params[string]): number | undefined {
  return typeof text === "string" && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}

async function instantIn(text: Params[string], read: () => Promise<StoredEvent[]>): Promise<number | undefined> {
  const instant = typeof text === "string" ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(instant)) return undefined;
  const times = (await read()).map((stored) => Date.parse(occurredAt(stored)));
  return Math.max(1, momentAt(times, instant));
}

function compareIn(text: Params[string], last: number): readonly [number, number] | undefined {
  const [, from = "", to = ""] = (typeof text === "string" && /^(\d{1,9})\.\.(\d{1,9})$/.exec(text)) || [];
  if (from === "" || Number(from) > last || Number(to) > last) return undefined;
  return [Number(from), Number(to)];
}
