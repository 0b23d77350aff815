"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, useEffect, useMemo, useRef, useState } from "react";
import { describeActor, describeEvent } from "@/lib/cart/describe";
import type { CartEvent, CartEventType } from "@/lib/cart/events";
import { occurredAt, type StoredEvent } from "@/lib/event-store/event";
import { KindMark, kinds, kindTypes } from "./kinds";
import { dayOf, timeOf } from "./moment-label";
import type { CartHistoryData } from "./use-history";

interface EventListProps {
  readonly history: CartHistoryData;
  readonly moment: number;
  readonly viewer: string;
  readonly onMove: (moment: number) => void;
}

const rowHeight = 44;
const listHeight = 8 * rowHeight;

/** What happened, when, by whom: the whole history, of which only the visible rows are drawn. Can be narrowed by kind and words. */
export const EventList = memo(function EventList({ history, moment, viewer, onMove }: EventListProps) {
  const [words, setWords] = useState("");
  const [type, setType] = useState<CartEventType | "">("");
  const shown = useMemo(() => narrow(history, words.trim().toLowerCase(), type), [history, words, type]);
  const box = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: shown.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });

  const current = shown.indexOf(moment);
  useEffect(() => {
    // The virtualizer's own scrolling asks for the height of the page, which made it lay out anew at each step of a drag.
    const frame = requestAnimationFrame(() => {
      const top = current * rowHeight;
      const from = rows.scrollOffset ?? 0;
      if (current < 0 || (top >= from && top + rowHeight <= from + listHeight)) return;
      box.current?.scrollTo({ top: top - listHeight / 2 });
    });
    return () => cancelAnimationFrame(frame);
  }, [current, rows]);

  return (
    <div className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap gap-2">
        <input
          type="search"
          aria-label="Search these events"
          placeholder="Search events"
          value={words}
          maxLength={100}
          onFocus={history.fetchAll}
          onChange={(event) => setWords(event.target.value)}
          className="min-h-11 min-w-0 grow basis-36 rounded-sm border border-field bg-leaf px-3 text-sm"
        />
        <select
          aria-label="Kind of event"
          value={type}
          onFocus={history.fetchAll}
          onChange={(event) => setType(kindTypes.find((each) => each === event.target.value) ?? "")}
          className="min-h-11 rounded-sm border border-field bg-leaf px-3 text-sm"
        >
          <option value="">All kinds</option>
          {kindTypes.map((each) => (
            <option key={each} value={each}>
              {kinds[each].name}
            </option>
          ))}
        </select>
      </div>
      <div
        ref={box}
        role="region"
        aria-label="List of events"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
        tabIndex={0}
        className="overflow-y-auto rounded-sm border border-rule bg-leaf text-sm"
        style={{ height: listHeight }}
      >
        {shown.length === 0 && <p className="p-6 text-center text-faint">No event fits.</p>}
        <ol aria-label="Events" className="relative" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, start }) => {
            const at = shown[index] ?? 0;
            return (
              <li
                key={at}
                aria-setsize={shown.length}
                aria-posinset={index + 1}
                className="absolute inset-x-0 top-0 border-b border-rule"
                style={{ height: rowHeight, transform: `translateY(${start}px)` }}
              >
                <Row
                  stored={history.eventAt(at)}
                  before={history.eventAt(at - 1)}
                  moment={at}
                  isCurrent={at === moment}
                  viewer={viewer}
                  onMove={onMove}
                />
              </li>
            );
          })}
        </ol>
      </div>
    </div>
  );
});

interface RowProps {
  readonly stored: StoredEvent<CartEvent> | undefined;
  readonly before: StoredEvent<CartEvent> | undefined;
  readonly moment: number;
  readonly isCurrent: boolean;
  readonly viewer: string;
  readonly onMove: (moment: number) => void;
}

const Row = memo(function Row({ stored, before, moment, isCurrent, viewer, onMove }: RowProps) {
  if (!stored) return <p className="flex h-full items-center gap-3 px-3 text-faint">{moment} …</p>;
  const isNewDay = !before || dayOf(before) !== dayOf(stored);
  return (
    <button
      type="button"
      aria-current={isCurrent ? "step" : undefined}
      onClick={() => onMove(moment)}
      className="flex h-full w-full items-center gap-3 px-3 text-left -outline-offset-2 hover:bg-tint aria-[current]:border-l-4 aria-[current]:border-past aria-[current]:bg-past-tint aria-[current]:pl-2"
    >
      <span className="w-9 shrink-0 text-right font-mono text-xs text-faint">{moment}</span>
      <KindMark type={stored.event.type} />
      <span className="grow truncate">{describeEvent(stored.event)}</span>
      <span className="shrink-0 text-right text-faint">
        <span className="max-sm:sr-only">{describeActor(stored.metadata.actor, viewer)}, </span>
        <time dateTime={occurredAt(stored)}>
          {isNewDay && <span className="max-sm:hidden">{dayOf(stored)}, </span>}
          {timeOf(stored)}
        </time>
      </span>
    </button>
  );
});

function narrow(history: CartHistoryData, words: string, type: CartEventType | ""): readonly number[] {
  const all = Array.from({ length: history.length }, (_, index) => index + 1);
  if (words === "" && type === "") return all;
  return all.filter((moment) => {
    const event = history.eventAt(moment)?.event;
    if (!event || (type !== "" && event.type !== type)) return false;
    return words === "" || describeEvent(event).toLowerCase().includes(words);
  });
}
