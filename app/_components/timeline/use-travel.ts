import { useMemo } from "react";
import type { Cart } from "@/lib/cart/cart";
import type { InitialLook } from "./initial-look";
import { momentLabel } from "./moment-label";
import { useHistory, type CartHistoryData, type HistorySource } from "./use-history";
import { useLook, type Look } from "./use-look";

interface Travel {
  readonly look: Look;
  readonly history: CartHistoryData;
  /** The moment looked at; undefined is now. Its cart is undefined until it is fetched. */
  readonly past: { readonly moment: number; readonly label: string; readonly cart: Cart | undefined } | undefined;
}

/** Looking at any moment of a history, beginning where the address says. */
export function useTravel(initial: InitialLook, { url, streamId, version }: HistorySource): Travel {
  const look = useLook(initial, version);
  const source = useMemo(() => ({ url, streamId, version }), [url, streamId, version]);
  const { moment } = look;
  const history = useHistory(source, moment);
  if (moment === undefined) return { look, history, past: undefined };
  const stored = history.eventAt(moment);
  const label = stored ? momentLabel(stored, history.length) : (initial.past?.label ?? "");
  return { look, history, past: { moment, label, cart: history.cartAt(moment) ?? initial.past?.cart } };
}
