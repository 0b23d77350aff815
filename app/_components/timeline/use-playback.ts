import { useEffect, useState } from "react";
import { beat, type Pace } from "@/lib/time-travel/rhythm";

interface Playback {
  readonly isPlaying: boolean;
  readonly pace: Pace;
  readonly setPace: (pace: Pace) => void;
  readonly toggle: () => void;
  readonly pause: () => void;
  /** While an idle gap is being cut short: how long it really was, ms. */
  readonly shortenedFrom: number | undefined;
}

/** Plays a history event by event. At its end it stops; started there, it begins anew. */
export function usePlayback(
  moment: number,
  length: number,
  timeAt: (moment: number) => number | undefined,
  move: (moment: number) => void,
): Playback {
  const [isPlaying, setPlaying] = useState(false);
  const [pace, setPace] = useState<Pace>(1);
  const now = timeAt(moment);
  const next = timeAt(moment + 1);
  const wait = isPlaying && now !== undefined && next !== undefined ? beat(pace, now, next) : undefined;
  const delayMs = wait?.delayMs;

  useEffect(() => {
    if (delayMs === undefined) return;
    const timer = setTimeout(() => {
      move(moment + 1);
      if (moment + 1 >= length) setPlaying(false);
    }, delayMs);
    return () => clearTimeout(timer);
  }, [delayMs, moment, length, move]);

  const toggle = (): void => {
    if (!isPlaying && moment >= length) move(1);
    setPlaying(!isPlaying);
  };
  return { isPlaying, pace, setPace, toggle, pause: () => setPlaying(false), shortenedFrom: wait?.shortenedFrom };
}
