"use client";

import { ChevronLeft, ChevronRight, Keyboard, Pause, Play } from "lucide-react";
import type { Pace } from "@/lib/time-travel/rhythm";
import { Select } from "@/app/_ui/select";
import type { usePlayback } from "./use-playback";

interface TransportProps {
  readonly playback: ReturnType<typeof usePlayback>;
  readonly moment: number;
  readonly length: number;
  readonly onMove: (moment: number) => void;
  readonly byTime: boolean;
  readonly onScale: (byTime: boolean) => void;
  readonly onHelp: () => void;
}

const roundClass =
  "flex size-11 shrink-0 items-center justify-center rounded-sm border border-field hover:bg-tint disabled:opacity-40";

const paces: readonly { readonly pace: Pace; readonly name: string }[] = [
  { pace: 0.5, name: "½ ×" },
  { pace: 1, name: "1 ×" },
  { pace: 2, name: "2 ×" },
  { pace: 4, name: "4 ×" },
  { pace: "as it happened", name: "As it happened" },
];

/** Step, play, speed, scale. */
export function Transport({ playback, moment, length, onMove, byTime, onScale, onHelp }: TransportProps) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <button
        type="button"
        aria-label="Previous event"
        disabled={moment <= 1}
        onClick={() => onMove(moment - 1)}
        className={roundClass}
      >
        <ChevronLeft aria-hidden="true" size={20} />
      </button>
      <button
        type="button"
        aria-label={playback.isPlaying ? "Pause" : "Play"}
        onClick={playback.toggle}
        disabled={length < 2}
        className={roundClass}
      >
        {playback.isPlaying ? <Pause aria-hidden="true" size={18} /> : <Play aria-hidden="true" size={18} />}
      </button>
      <button
        type="button"
        aria-label="Next event"
        disabled={moment >= length}
        onClick={() => onMove(moment + 1)}
        className={roundClass}
      >
        <ChevronRight aria-hidden="true" size={20} />
      </button>
      <div className="flex gap-2 max-sm:w-full">
        <Select
          label="Speed"
          value={String(playback.pace)}
          onChange={(value) => playback.setPace(paces.find(({ pace }) => String(pace) === value)?.pace ?? 1)}
          options={paces.map(({ pace, name }) => ({ value: String(pace), name }))}
        />
        <Select
          label="Scale"
          value={byTime ? "time" : "event"}
          onChange={(value) => onScale(value === "time")}
          options={[
            { value: "event", name: "By event" },
            { value: "time", name: "By time" },
          ]}
        />
      </div>
      <button type="button" aria-label="Keyboard shortcuts" onClick={onHelp} className={`${roundClass} max-sm:hidden`}>
        <Keyboard aria-hidden="true" size={18} />
      </button>
      <p className="text-sm text-faint empty:hidden">
        {playback.shortenedFrom !== undefined && `${spanOf(playback.shortenedFrom)} pass…`}
      </p>
    </div>
  );
}

/** A span of time as a person says it. */
function spanOf(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 2) return `${Math.round(ms / 1000)} seconds`;
  if (minutes < 120) return `${minutes} minutes`;
  return minutes < 2_880 ? `${Math.round(minutes / 60)} hours` : `${Math.round(minutes / 1_440)} days`;
}
