"use client";

import { RotateCcw } from "lucide-react";
import { Button } from "@/app/_ui/button";

interface PastBannerProps {
  /** Which moment, as a sentence. */
  readonly label: string;
  readonly onBack: () => void;
}

/** Says that this is the past, and leads out of it. */
export function PastBanner({ label, onBack }: PastBannerProps) {
  return (
    <div className="mb-6 flex flex-wrap items-center justify-between gap-x-6 gap-y-3 rounded-sm border-l-4 border-past bg-past-tint py-2 pr-2 pl-5">
      <p role="status" className="text-past">
        <strong className="font-serif text-lg font-medium">The cart as it was</strong> after{" "}
        {label.charAt(0).toLowerCase() + label.slice(1)}
      </p>
      <Button look="quiet" onClick={onBack}>
        <RotateCcw aria-hidden="true" size={16} />
        Back to now
      </Button>
    </div>
  );
}
