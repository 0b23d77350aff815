import { expect } from "vitest";
import type { Decider } from "./decider";
import type { DomainEvent } from "./event";

/** What a specification says must come of a command. */
interface Expectation<Event> {
  /** Exactly these events, in this order. */
  then(...events: readonly Event[]): void;
  /** A refusal with this code and a sentence for the person; no events. */
  thenRejected(code: string): void;
  /** Nothing to record: it was true already. */
  thenNothing(): void;
}

export type Given<Command, Event> = (...events: readonly Event[]) => {
  when(command: Command): Expectation<Event>;
};

/** Specifications of a decider: `given(what happened).when(a command).then(what happens)`. For tests. */
export function specificationsOf<State, Command, Event extends DomainEvent>(
  decider: Decider<State, Command, Event>,
): Given<Command, Event> {
  return (...events) => ({
    when(command) {
      const decision = decider.decide(command, events.reduce(decider.evolve, decider.initialState));
      return {
        // oxlint-disable-next-line unicorn/no-thenable -- nobody awaits an expectation; the word is the specification's
        then: (...expected) => expect(decision).toEqual({ outcome: "decided", events: expected }),
        thenRejected: (code) =>
          expect(decision).toEqual({
            outcome: "rejected",
            rejection: { code, message: expect.stringMatching(/^[A-Z“].+[.!?]$/) },
          }),
        thenNothing: () => expect(decision).toEqual({ outcome: "unchanged" }),
      };
    },
  });
}
