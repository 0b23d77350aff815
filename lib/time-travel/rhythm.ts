/** How fast a history is played: so many events a second at speed 1, or in its own rhythm. */
export type Pace = 0.5 | 1 | 2 | 4 | "as it happened";

export interface Beat {
  /** How long to wait before the next event, ms. */
  readonly delayMs: number;
  /** The real gap in ms, where it was longer than anyone would wait for. */
  readonly shortenedFrom?: number;
}

const beatMs = 700;
const shortestMs = 40;
const longestMs = 2_500;

/** The wait between two events that happened at these times (ms since the epoch). */
export function beat(pace: Pace, from: number, to: number): Beat {
  if (pace !== "as it happened") return { delayMs: beatMs / pace };
  const gap = Math.max(0, to - from);
  if (gap > longestMs) return { delayMs: longestMs, shortenedFrom: gap };
  return { delayMs: Math.max(shortestMs, gap) };
}
