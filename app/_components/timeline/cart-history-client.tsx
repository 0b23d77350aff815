"use client";

import { GitCompareArrows, History } from "lucide-react";
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { Button } from "@/app/_ui/button";
import { ScaleSlider } from "@/app/_ui/scale-slider-client";
import type { CartEventType } from "@/lib/cart/events";
import { occurredAt } from "@/lib/event-store/event";
import { Compare } from "./compare-client";
import { EventList } from "./event-list-client";
import { EventMarks } from "./event-marks";
import { Inspector } from "./inspector-client";
import { Jump } from "./jump-client";
import { KeysHelp } from "./keys-help-client";
import { MomentActions } from "./moment-actions-client";
import { momentLabel } from "./moment-label";
import { historySliderId } from "./past-banner-client";
import { scaleByEvent, scaleByTime } from "./scale";
import { Transport } from "./transport-client";
import type { CartHistoryData } from "./use-history";
import type { Look } from "./use-look";
import { usePlayback } from "./use-playback";

interface Marks {
  /** ms since the epoch. */
  readonly times: readonly number[];
  readonly types: readonly (CartEventType | undefined)[];
}

interface CartHistoryProps {
  readonly history: CartHistoryData;
  readonly look: Look;
  readonly streamId: string;
  readonly viewer: string;
  readonly isCurrentCart: boolean;
}

/** The history of a cart: the slider, what happened, and what can be done with it. */
export function CartHistory({ history, look, streamId, viewer, isCurrentCart }: CartHistoryProps) {
  const { length } = history;
  return (
    <section aria-labelledby="history-title">
      <h2 id="history-title" className="mt-12 mb-5 flex items-center gap-2 border-t border-rule pt-8 text-2xl">
        <History aria-hidden="true" size={22} strokeWidth={1.75} className="text-past" />
        How it came to be
      </h2>
      {history.isError && (
        <p role="alert" className="flex items-center gap-4 text-seal">
          The history could not be fetched.
          <Button look="quiet" size="small" onClick={history.retry}>
            Try again
          </Button>
        </p>
      )}
      {history.isLoading && !history.isError && (
        <div role="status" aria-label="Fetching the history" className="h-96 animate-pulse rounded-sm bg-tint" />
      )}
      {length > 0 && <Travel {...{ history, look, streamId, viewer, isCurrentCart }} />}
    </section>
  );
}

function Travel({ history, look, streamId, viewer, isCurrentCart }: CartHistoryProps) {
  const { length, eventAt } = history;
  const { move, comparison, setComparison } = look;
  const moment = Math.min(look.moment ?? length, length);
  const [byTime, setByTime] = useState(false);
  const [helpOpen, setHelpOpen] = useState(false);
  const closeHelp = useCallback(() => setHelpOpen(false), []);
  // The slider and the cart keep up with the hand; the rest follows when there is time.
  const settled = { moment: useDeferredValue(moment), history: useDeferredValue(history) };
  const marks = useMemo(() => marksOf(settled.history), [settled.history]);
  const scale = useMemo(() => (byTime ? scaleByTime(marks.times) : scaleByEvent(length)), [byTime, marks, length]);
  const label = momentLabel(eventAt(moment), length);

  const go = useLatest((target: number) => move(target >= length ? undefined : Math.max(1, target)));
  const timeAt = (at: number): number | undefined => {
    const stored = eventAt(at);
    return stored && Date.parse(occurredAt(stored));
  };
  const playback = usePlayback(moment, length, timeAt, go);
  const currentMoment = useLatest(() => moment);
  const backToNow = useCallback(() => move(undefined), [move]);
  const travel = useLatest((target: number) => {
    playback.pause();
    go(target);
  });

  const press = (event: KeyboardEvent<HTMLElement>): void => {
    if (
      event.target instanceof HTMLElement &&
      event.target.closest("input, select, textarea, button, summary, a, [role=dialog]")
    ) {
      return;
    }
    if (event.key === " ") playback.toggle();
    else if (event.key === "?") setHelpOpen(true);
    else return;
    event.preventDefault();
  };

  return (
    // Keys that reach it from the slider and the list; whatever has keys of its own keeps them.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div onKeyDown={press}>
      <div
        data-past={look.moment !== undefined || undefined}
        className="rounded-md border border-rule bg-leaf p-3 shadow-leaf data-past:border-past sm:p-5"
      >
        <p className="mb-1 min-h-6 truncate text-sm text-faint">{label}</p>
        <ScaleSlider
          id={historySliderId}
          label="Cart history"
          value={moment}
          min={1}
          max={length}
          valueText={label}
          placeOf={scale.placeOf}
          valueAt={scale.momentAt}
          onChange={travel}
        >
          <EventMarks types={marks.types} scale={scale} />
        </ScaleSlider>
        <Transport
          playback={playback}
          moment={moment}
          length={length}
          onMove={travel}
          byTime={byTime}
          onScale={setByTime}
          onHelp={() => setHelpOpen(true)}
        />
      </div>
      <div className="mt-5 flex flex-col gap-5">
        <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
          <Jump history={settled.history} times={marks.times} currentMoment={currentMoment} onMove={travel} />
          <Button
            look="quiet"
            aria-pressed={comparison !== undefined}
            onClick={() => setComparison(comparison ? undefined : compareWith(moment, length))}
          >
            <GitCompareArrows aria-hidden="true" size={16} />
            Compare
          </Button>
        </div>
        {comparison && <Compare history={history} comparison={comparison} onChange={setComparison} />}
        <MomentActions
          history={history}
          streamId={streamId}
          currentMoment={currentMoment}
          isPast={moment < length}
          isCurrentCart={isCurrentCart}
          onDone={backToNow}
        />
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-5 lg:grid-cols-[minmax(0,1fr)_24rem]">
          <EventList {...settled} viewer={viewer} onMove={travel} />
          <Inspector {...settled} viewer={viewer} onMove={travel} />
        </div>
      </div>
      <KeysHelp open={helpOpen} onClose={closeHelp} />
    </div>
  );
}

/** Now with what was before, the past with now. */
function compareWith(moment: number, length: number): readonly [number, number] {
  return moment < length ? [moment, length] : [Math.max(0, length - 1), length];
}

/** When each event happened and of what kind it was. What is not fetched stands where the events around it stand. */
function marksOf({ length, pages }: CartHistoryData): Marks {
  let latest = pages[0]?.times[0] ?? Number.NaN;
  let reached = 0;
  const times: number[] = [];
  const types: (CartEventType | undefined)[] = [];
  const skipTo = (end: number): void => {
    for (; reached < end; reached += 1) {
      times.push(latest);
      types.push(undefined);
    }
  };
  for (const page of pages) {
    skipTo(page.start);
    times.push(...page.times);
    types.push(...page.events.map(({ event }) => event.type));
    latest = page.times.at(-1) ?? latest;
    reached = page.end;
  }
  skipTo(length);
  return { times, types };
}

/** A function that stays the same and calls the newest one, so that what gets it need not be drawn again. */
function useLatest<Arguments extends unknown[], Result>(
  act: (...given: Arguments) => Result,
): (...given: Arguments) => Result {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  const [stable] = useState(
    () =>
      (...given: Arguments) =>
        latest.current(...given),
  );
  return stable;
}
