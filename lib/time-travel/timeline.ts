/** The part of a decider that the past needs. */
export interface Evolution<State, Event> {
  readonly initialState: State;
  readonly evolve: (state: State, event: Event) => State;
}

/** Any moment of a history. Pure: looking changes nothing. */
export interface Timeline<State> {
  /** How many events there are; moments are 0 (before the first) to `length`. */
  readonly length: number;
  /** The state after the first `moment` events. Moments out of range give the nearest one. */
  seek(moment: number): State;
}

/**
 * Makes every moment of a history cheap to reach: the state is kept after every √n events, so a seek folds at most √n of them
 * (and √n states are held, which share what didn't change).
 */
export function createTimeline<State, Event>(
  { initialState, evolve }: Evolution<State, Event>,
  events: readonly Event[],
): Timeline<State> {
  const stride = Math.max(1, Math.ceil(Math.sqrt(events.length)));
  const checkpoints: State[] = [initialState];

  const seek = (moment: number): State => {
    const target = Math.min(events.length, Math.max(0, Math.trunc(moment)));
    let index = Math.min(Math.floor(target / stride), checkpoints.length - 1);
    let state = checkpoints[index] ?? initialState;
    for (let folded = index * stride; folded < target;) {
      const event = events[folded];
      if (event !== undefined) state = evolve(state, event);
      folded += 1;
      if (folded % stride === 0 && folded / stride === index + 1) {
        index += 1;
        checkpoints[index] = state;
      }
    }
    return state;
  };
  return { length: events.length, seek };
}
