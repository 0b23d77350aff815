/** Where the moments of a history stand on a line from 0 to 1. Moments count from 1. */
export interface Scale {
  readonly placeOf: (moment: number) => number;
  readonly momentAt: (place: number) => number;
}

/** Every event at the same distance. */
export function scaleByEvent(length: number): Scale {
  const steps = Math.max(1, length - 1);
  return { placeOf: (moment) => (moment - 1) / steps, momentAt: (place) => 1 + Math.round(place * steps) };
}

/** Every event at its time (ms since the epoch). Events at one instant share a place; the last of them answers for it. */
export function scaleByTime(times: readonly number[]): Scale {
  const first = times[0] ?? 0;
  const last = times.at(-1) ?? first;
  const span = Math.max(1, last - first);
  // A moment newer than these times stands at their end.
  const placeOf = (moment: number): number => Math.min(1, Math.max(0, ((times[moment - 1] ?? last) - first) / span));
  return { placeOf, momentAt: (place) => nearest(times, first + place * span) + 1 };
}

function nearest(times: readonly number[], instant: number): number {
  let low = 0;
  let high = times.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((times[middle] ?? 0) <= instant) low = middle;
    else high = middle - 1;
  }
  const next = times[low + 1];
  return next !== undefined && next - instant < instant - (times[low] ?? 0) ? low + 1 : low;
}
