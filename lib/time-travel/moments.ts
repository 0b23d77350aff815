/** The moment at an instant: how many of these times (ms since the epoch, in the order of the log) are at or before it. */
export function momentAt(times: readonly number[], instant: number): number {
  // Times of imported history may run backwards; what counts is the last event that had happened.
  return times.findLastIndex((time) => time <= instant) + 1;
}

/** The nearest moment after (or, backwards, before) `moment` whose event fits; undefined when there is none. */
export function nextMoment(
  length: number,
  moment: number,
  direction: 1 | -1,
  fits: (moment: number) => boolean,
): number | undefined {
  for (let at = moment + direction; at >= 1 && at <= length; at += direction) if (fits(at)) return at;
  return undefined;
}
