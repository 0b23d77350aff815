"use client";

import { useEffect, useRef } from "react";
import { describeActor, describeEvent } from "@/lib/cart/describe";
import type { CartEvent } from "@/lib/cart/events";
import { occurredAt, type StoredEvent } from "@/lib/event-store/event";
import { dayOf, timeOf } from "./moment-label";

interface EventListProps {
  readonly events: readonly StoredEvent<CartEvent>[];
  readonly moment: number;
  readonly viewer: string;
  readonly onMove: (moment: number) => void;
}

/** What happened, when, by whom; the raw event on demand. */
export function EventList({ events, moment, viewer, onMove }: EventListProps) {
  const box = useRef<HTMLOListElement>(null);
  useEffect(() => {
    // scrollIntoView would move the page, too.
    const list = box.current;
    const row = list?.children[moment - 1];
    if (!list || !(row instanceof HTMLElement)) return;
    const top = row.offsetTop;
    if (top < list.scrollTop || top + row.offsetHeight > list.scrollTop + list.clientHeight)
      list.scrollTop = top - list.clientHeight / 2;
  }, [moment, events.length]);

  return (
    <ol
      ref={box}
      aria-label="Events"
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className="relative max-h-96 divide-y divide-rule overflow-y-auto rounded-sm border border-rule bg-leaf text-sm"
    >
      {events.map((stored, index) => (
        <li
          key={stored.eventId}
          data-current={stored.version === moment || undefined}
          className="data-current:bg-past-tint"
        >
          <button
            type="button"
            aria-current={stored.version === moment ? "step" : undefined}
            onClick={() => onMove(stored.version)}
            className="grid min-h-11 w-full grid-cols-[2.5rem_1fr_auto] items-center gap-x-2 px-3 py-1.5 text-left -outline-offset-2 hover:bg-tint"
          >
            <span className="font-mono text-xs text-faint">{stored.version}</span>
            <span>{describeEvent(stored.event)}</span>
            <span className="text-right text-faint">
              {describeActor(stored.metadata.actor, viewer)},{" "}
              <time dateTime={occurredAt(stored)}>
                {dayOf(stored) === dayOf(events[index - 1] ?? stored) && index > 0 ? "" : `${dayOf(stored)}, `}
                {timeOf(stored)}
              </time>
            </span>
          </button>
          {stored.version === moment && <RawEvent stored={stored} />}
        </li>
      ))}
    </ol>
  );
}

function RawEvent({ stored }: { readonly stored: StoredEvent<CartEvent> }) {
  return (
    <details className="px-3 pb-2">
      <summary className="min-h-8 cursor-pointer pl-10 text-xs text-past underline decoration-dotted underline-offset-4">
        Event as stored
      </summary>
      <pre
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        aria-label={`Event ${stored.version} as stored`}
        role="region"
        className="mt-1 max-h-72 overflow-auto rounded-sm bg-paper p-3 font-mono text-xs leading-relaxed"
      >
        {JSON.stringify(stored, null, 2)}
      </pre>
    </details>
  );
}
