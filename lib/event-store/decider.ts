import type { DomainEvent } from "./event";

/** A refusal that a person can cause: a code for programs, a sentence for the person. */
export interface Rejection {
  readonly code: string;
  readonly message: string;
}

/** What `decide` answers. Refusals are values, never thrown. */
export type Decision<Event> =
  | { readonly outcome: "decided"; readonly events: readonly Event[] }
  | { readonly outcome: "unchanged" }
  | { readonly outcome: "rejected"; readonly rejection: Rejection };

/** Pure functions that make a stream mean something. No I/O, no clock, no randomness. */
export interface Decider<State, Command, Event extends DomainEvent> {
  readonly initialState: State;
  readonly evolve: (state: State, event: Event) => State;
  readonly decide: (command: Command, state: State) => Decision<Event>;
}

export function decided<Event>(...events: readonly Event[]): Decision<Event> {
  return { outcome: "decided", events };
}

/** The command is already true of the state: nothing to record. */
export const unchanged = { outcome: "unchanged" } as const;

export function rejected(code: string, message: string): Decision<never> {
  return { outcome: "rejected", rejection: { code, message } };
}
