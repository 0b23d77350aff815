"use client";

import { Slider } from "@base-ui/react/slider";
import { ChevronLeft, ChevronRight } from "lucide-react";
import type { CartEvent } from "@/lib/cart/events";
import type { StoredEvent } from "@/lib/event-store/event";
import { momentLabel } from "./moment-label";

interface HistorySliderProps {
  readonly events: readonly StoredEvent<CartEvent>[];
  /** 1 to the number of events. */
  readonly moment: number;
  readonly onMove: (moment: number) => void;
}

const stepClass =
  "flex size-11 shrink-0 items-center justify-center rounded-sm border border-field hover:bg-tint disabled:opacity-40";

/** The slider through a history, with a step to either side. */
export function HistorySlider({ events, moment, onMove }: HistorySliderProps) {
  const last = events.length;
  return (
    <div className="flex items-center gap-4">
      <button
        type="button"
        aria-label="Previous event"
        disabled={moment <= 1}
        onClick={() => onMove(moment - 1)}
        className={stepClass}
      >
        <ChevronLeft aria-hidden="true" size={20} />
      </button>
      <Slider.Root
        value={moment}
        min={1}
        max={Math.max(2, last)}
        step={1}
        largeStep={10}
        disabled={last < 2}
        onValueChange={(value) => onMove(value)}
        className="grow"
        thumbAlignment="edge"
      >
        <Slider.Control className="flex h-11 touch-none items-center select-none">
          <Slider.Track className="h-1.5 w-full rounded-full bg-tint outline outline-rule">
            <Slider.Indicator className="rounded-full bg-past" />
            <Slider.Thumb
              getAriaLabel={() => "Cart history"}
              getAriaValueText={(_, value) => momentLabel(events, value)}
              className="size-6 rounded-full border-2 border-leaf bg-past shadow-leaf outline-2 outline-offset-2 outline-transparent transition-transform has-focus-visible:outline-past data-dragging:scale-110"
            />
          </Slider.Track>
        </Slider.Control>
      </Slider.Root>
      <button
        type="button"
        aria-label="Next event"
        disabled={moment >= last}
        onClick={() => onMove(moment + 1)}
        className={stepClass}
      >
        <ChevronRight aria-hidden="true" size={20} />
      </button>
    </div>
  );
}
