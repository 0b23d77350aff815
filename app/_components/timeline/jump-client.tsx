"use client";

import { ArrowLeft, ArrowRight, CalendarClock } from "lucide-react";
import { memo, useMemo, useState } from "react";
import { momentAt, nextMoment } from "@/lib/time-travel/moments";
import { Button } from "@/app/_ui/button";
import { kinds, kindTypes } from "./kinds";
import type { CartHistoryData } from "./use-history";

interface JumpProps {
  readonly history: CartHistoryData;
  readonly times: readonly number[];
  readonly currentMoment: () => number;
  readonly onMove: (moment: number) => void;
}

const fieldClass = "min-h-11 min-w-0 rounded-sm border border-field bg-leaf px-3 text-sm";

/** To an instant ("what was in my cart at 3 pm last Tuesday"), or to the next event of a kind or about a product. */
export const Jump = memo(function Jump({ history, times, currentMoment, onMove }: JumpProps) {
  const [target, setTarget] = useState("");
  const [problem, setProblem] = useState("");
  const products = useMemo(() => productsOf(history), [history]);

  const jumpTo = (form: HTMLFormElement): void => {
    const typed = new FormData(form).get("instant");
    const instant = typeof typed === "string" ? Date.parse(typed) : Number.NaN;
    if (Number.isNaN(instant)) return setProblem("Enter a date and a time first.");
    const found = momentAt(times, instant);
    setProblem(found === 0 ? "There was no cart yet. This is its first event." : "");
    onMove(Math.max(1, found));
  };
  const step = (direction: 1 | -1): void => {
    const found = nextMoment(history.length, currentMoment(), direction, (at) => fits(history, at, target));
    setProblem(found === undefined ? `There is none ${direction === 1 ? "after" : "before"} this event.` : "");
    if (found !== undefined) onMove(found);
  };

  return (
    <div className="flex flex-wrap items-end gap-x-6 gap-y-3" onFocus={history.fetchAll}>
      <form
        className="flex items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          jumpTo(event.currentTarget);
        }}
      >
        <label className="flex min-w-0 flex-col gap-1 text-xs text-faint">
          As it was on
          <input type="datetime-local" name="instant" step={1} className={`${fieldClass} text-ink`} />
        </label>
        <Button type="submit" look="quiet" aria-label="Jump to that time" className="!px-3">
          <CalendarClock aria-hidden="true" size={18} />
        </Button>
      </form>
      <div className="flex items-end gap-2">
        <label className="flex min-w-0 flex-col gap-1 text-xs text-faint">
          Next of
          <select
            value={target}
            onChange={(event) => setTarget(event.target.value)}
            className={`${fieldClass} max-w-48 text-ink`}
          >
            <option value="">Any event</option>
            <optgroup label="Kind">
              {kindTypes.map((type) => (
                <option key={type} value={type}>
                  {kinds[type].name}
                </option>
              ))}
            </optgroup>
            <optgroup label="Product">
              {products.map(([sku, name]) => (
                <option key={sku} value={`sku:${sku}`}>
                  {name}
                </option>
              ))}
            </optgroup>
          </select>
        </label>
        <Button look="quiet" aria-label="Previous one of these" className="!px-3" onClick={() => step(-1)}>
          <ArrowLeft aria-hidden="true" size={18} />
        </Button>
        <Button look="quiet" aria-label="Next one of these" className="!px-3" onClick={() => step(1)}>
          <ArrowRight aria-hidden="true" size={18} />
        </Button>
      </div>
      <p role="status" className="text-sm text-faint empty:hidden">
        {problem}
      </p>
    </div>
  );
});

function fits(history: CartHistoryData, moment: number, target: string): boolean {
  const event = history.eventAt(moment)?.event;
  if (!event || target === "") return event !== undefined;
  if (target.startsWith("sku:")) return "sku" in event.data && `sku:${event.data.sku}` === target;
  return event.type === target;
}

function productsOf({ pages }: CartHistoryData): readonly (readonly [sku: string, name: string])[] {
  const names = new Map<string, string>();
  for (const { events } of pages) {
    for (const { event } of events) if ("sku" in event.data) names.set(event.data.sku, event.data.name);
  }
  return [...names].toSorted(([, a], [, b]) => a.localeCompare(b));
}
