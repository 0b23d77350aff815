"use client";

import { RotateCcw } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "@/app/_ui/button";

interface PastBannerProps {
  /** Which moment, as a sentence. */
  readonly label: string;
  /** Events that have come since the past was entered. */
  readonly newEvents: number;
  readonly onBack: () => void;
}

const restMs = 400;

/** The slider, which takes the focus when the banner goes with the button that was pressed. */
export const historySliderId = "history-slider";

/** Says that this is the past, and leads out of it. Spoken once the slider rests, not at every step of a drag. */
export function PastBanner({ label, newEvents, onBack }: PastBannerProps) {
  const sentence = `after ${label.charAt(0).toLowerCase() + label.slice(1)}`;
  const spoken = useSettled(sentence);
  const back = (): void => {
    onBack();
    document.getElementById(historySliderId)?.focus({ preventScroll: true });
  };
  return (
    <div className="mb-6 flex flex-wrap items-center justify-between gap-x-6 gap-y-3 rounded-sm border-l-4 border-past bg-past-tint py-2 pr-2 pl-5">
      <p role="status" className="text-past">
        <strong className="font-serif text-lg font-medium">The cart as it was</strong>{" "}
        <span aria-hidden="true">{sentence}</span>
        <span className="sr-only">{spoken}</span>
      </p>
      <div className="flex items-center gap-3">
        {newEvents > 0 && (
          <button type="button" onClick={back} className="min-h-8 rounded-full bg-past px-3 text-sm text-leaf">
            {newEvents === 1 ? "1 new event" : `${newEvents} new events`}
          </button>
        )}
        <Button look="quiet" onClick={back}>
          <RotateCcw aria-hidden="true" size={16} />
          Back to now
        </Button>
      </div>
    </div>
  );
}

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), restMs);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
