"use client";

import { useMemo } from "react";
import type { Cart } from "@/lib/cart/cart";
import { lineKey, partsOf, touchedBy } from "@/lib/cart/compare";
import type { Line } from "@/lib/cart/events";
import { countItems } from "@/lib/cart/totals";
import { blame } from "@/lib/time-travel/blame";
import { CartLineList } from "../cart/cart-line-list";
import { CartTotals } from "../cart/cart-totals";
import { cartTotals, linesOf } from "../cart/lines-of";
import type { CartHistoryData } from "./use-history";

interface PastCartProps {
  readonly cart: Cart;
  readonly history: CartHistoryData;
  readonly moment: number;
  readonly onMove: (moment: number) => void;
}

/** The real cart at a moment: read-only, what just changed marked, and each line with the event that made it what it was. */
export function PastCart({ cart, history, moment, onMove }: PastCartProps) {
  const lines = linesOf(cart);
  const blamed = useBlame(cart, history, moment);
  const touched = new Set(touchesOf(history, moment));
  const sheet = "rounded-md border border-past bg-leaf p-5 shadow-leaf sm:p-6";
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-x-12 gap-y-8 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <div className={sheet}>
        <p className="eyebrow mb-4">{countItems(lines) === 1 ? "1 item" : `${countItems(lines)} items`} then</p>
        {lines.length === 0 ? (
          <p className="py-8 text-center text-faint">The cart was empty.</p>
        ) : (
          // No taller than half the window, so that the slider below stays in sight while it is moved.
          <section
            aria-label="The cart then"
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
            tabIndex={0}
            className="-m-2 max-h-[50dvh] overflow-y-auto p-2"
          >
            <CartLineList
              lines={lines}
              markOf={(line) => (touched.has(lineKey(line)) ? moment : undefined)}
              note={(line) => <BlameLink moment={blamed.get(lineKey(line))} line={line} onMove={onMove} />}
            />
          </section>
        )}
      </div>
      <div className={sheet}>
        <CartTotals totals={cartTotals(cart)} promo={cart.status === "none" ? null : cart.promo} />
      </div>
    </div>
  );
}

interface BlameLinkProps {
  readonly moment: number | undefined;
  readonly line: Line;
  readonly onMove: (moment: number) => void;
}

/** Leads to the event that made a line what it is. */
export function BlameLink({ moment, line, onMove }: BlameLinkProps) {
  if (moment === undefined) return null;
  return (
    <button
      type="button"
      aria-label={`Event ${moment} made ${line.name} what it is`}
      onClick={() => onMove(moment)}
      className="min-h-6 text-xs text-past underline decoration-dotted underline-offset-4"
    >
      since event {moment}
    </button>
  );
}

/** Which event made each part of the cart what it is at a moment. */
export function useBlame(cart: Cart, history: CartHistoryData, moment: number): ReadonlyMap<string, number> {
  return useMemo(
    () => blame(history.eventAt, moment, partsOf(cart).keys(), ({ event }) => touchedBy(event)),
    [cart, history, moment],
  );
}

function touchesOf(history: CartHistoryData, moment: number): readonly string[] {
  const event = history.eventAt(moment)?.event;
  return event ? touchedBy(event) : [];
}
