"use client";

import { History } from "lucide-react";
import { useMemo } from "react";
import { Button } from "@/app/_ui/button";
import { cartDecider, type Cart } from "@/lib/cart/cart";
import type { CartEvent } from "@/lib/cart/events";
import type { StoredEvent } from "@/lib/event-store/event";
import { createTimeline } from "@/lib/time-travel/timeline";
import { EventList } from "./event-list-client";
import { HistorySlider } from "./history-slider-client";
import { momentLabel } from "./moment-label";
import { useHistory } from "./use-history";

interface CartPast {
  readonly events: readonly StoredEvent<CartEvent>[];
  readonly isLoading: boolean;
  readonly isError: boolean;
  readonly retry: () => void;
  /** The cart after event `moment`; undefined until the history is there. */
  readonly cartAt: (moment: number) => Cart | undefined;
}

/** A history, and the cart at any of its moments. */
export function useCartPast(url: string, streamId: string): CartPast {
  const { data, isLoading, isError, refetch } = useHistory(url, streamId);
  const events = useMemo(() => data?.events ?? [], [data]);
  const timeline = useMemo(
    () =>
      createTimeline(
        cartDecider,
        events.map((stored) => stored.event),
      ),
    [events],
  );
  const cartAt = (moment: number): Cart | undefined => (moment <= timeline.length ? timeline.seek(moment) : undefined);
  return { events, isLoading, isError, retry: () => void refetch(), cartAt };
}

interface CartHistoryProps {
  readonly past: CartPast;
  /** The event looked at; undefined is now. */
  readonly moment: number | undefined;
  readonly viewer: string;
  /** Undefined goes back to now. */
  readonly onMove: (moment: number | undefined) => void;
}

/** The slider and the list of events. */
export function CartHistory({ past, moment, viewer, onMove }: CartHistoryProps) {
  const { events, isLoading, isError, retry } = past;
  const shown = Math.min(moment ?? events.length, events.length);
  const move = (target: number): void => onMove(target >= events.length ? undefined : Math.max(1, target));
  return (
    <section aria-labelledby="history-title" className="flex flex-col gap-4">
      <header className="flex flex-wrap items-baseline justify-between gap-x-6">
        <h2 id="history-title" className="flex items-center gap-2 text-2xl">
          <History aria-hidden="true" size={22} strokeWidth={1.75} className="text-past" />
          How it came to be
        </h2>
        <p className="min-h-6 text-sm text-faint">{events.length > 0 && momentLabel(events, shown)}</p>
      </header>
      {isError && (
        <p role="alert" className="flex items-center gap-4 text-seal">
          The history could not be fetched.
          <Button look="quiet" size="small" onClick={retry}>
            Try again
          </Button>
        </p>
      )}
      {isLoading && (
        <div
          aria-busy="true"
          aria-label="Fetching the history"
          role="status"
          className="h-64 animate-pulse rounded-sm bg-tint"
        />
      )}
      {events.length > 0 && (
        <>
          <HistorySlider events={events} moment={shown} onMove={move} />
          <EventList events={events} moment={shown} viewer={viewer} onMove={move} />
        </>
      )}
    </section>
  );
}
