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

/** Says that this is the past, and leads out of it. Spoken once the slider rests, not at every step of a drag. */
export function PastBanner({ label, newEvents, onBack }: PastBannerProps) {
  const sentence = `after ${label.charAt(0).toLowerCase() + label.slice(1)}`;
  const spoken = useSettled(sentence);
  return (
    <div className="mb-6 flex flex-wrap items-center justify-between gap-x-6 gap-y-3 rounded-sm border-l-4 border-past bg-past-tint py-2 pr-2 pl-5">
      <p role="status" className="text-past">
        <strong className="font-serif text-lg font-medium">The cart as it was</strong>{" "}
        <span aria-hidden="true">{sentence}</span>
        <span className="sr-only">{spoken}</span>
      </p>
      <div className="flex items-center gap-3">
        {newEvents > 0 && (
          <button type="button" onClick={onBack} className="min-h-8 rounded-full bg-past px-3 text-sm text-leaf">
            {newEvents === 1 ? "1 new event" : `${newEvents} new events`}
          </button>
        )}
        <Button look="quiet" onClick={onBack}>
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
