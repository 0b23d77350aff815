/** The part of a decider that the past needs. */
export interface Evolution<State, Event> {
  readonly initialState: State;
  readonly evolve: (state: State, event: Event) => State;
}

/** A run of events, and the state before its first one. Moments count from 0, before the first event of all. */
export interface Segment<State, Event> {
  /** The moment of `state`: how many events of the history come before this segment. */
  readonly start: number;
  readonly state: State;
  readonly events: readonly Event[];
}

/** Any moment of a history. Pure: looking changes nothing. */
export interface Timeline<State, Event> {
  /** The state after the first `moment` events; undefined where no segment covers it. */
  seek(moment: number): State | undefined;
  /** The event that led to `moment`; undefined for moment 0 and where no segment covers it. */
  eventAt(moment: number): Event | undefined;
}

/**
 * Makes every moment of a history, or of the segments known of it, cheap to reach: the state is kept after every √n events, so
 * that a seek, in any direction, folds √n of them at most. The states share what did not change.
 */
export function createTimeline<State, Event>(
  evolution: Evolution<State, Event>,
  segments: readonly Segment<State, Event>[],
): Timeline<State, Event> {
  const known = segments.map((segment) => ({ ...segment, seek: seekWithin(evolution, segment) }));
  const covering = (moment: number) =>
    known.find(({ start, events }) => moment > start && moment <= start + events.length) ??
    known.find(({ start }) => moment === start);
  return {
    seek: (moment) => covering(moment)?.seek(moment),
    eventAt(moment) {
      const segment = covering(moment);
      return segment?.events[moment - segment.start - 1];
    },
  };
}

/** The whole history as one segment. */
export function wholeHistory<State, Event>(
  { initialState }: Evolution<State, Event>,
  events: readonly Event[],
): readonly Segment<State, Event>[] {
  return [{ start: 0, state: initialState, events }];
}

function seekWithin<State, Event>({ evolve }: Evolution<State, Event>, segment: Segment<State, Event>) {
  const { start, events } = segment;
  const stride = Math.max(1, Math.ceil(Math.sqrt(events.length)));
  const checkpoints: State[] = [segment.state];
  const toNextCheckpoint = (): void => {
    const from = (checkpoints.length - 1) * stride;
    const last = checkpoints.at(-1) ?? segment.state;
    checkpoints.push(events.slice(from, from + stride).reduce(evolve, last));
  };
  return (moment: number): State => {
    const target = moment - start;
    const index = Math.floor(target / stride);
    while (checkpoints.length <= index) toNextCheckpoint();
    return events.slice(index * stride, target).reduce(evolve, checkpoints[index] ?? segment.state);
  };
}
