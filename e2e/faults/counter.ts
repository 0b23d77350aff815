import { decided, type Decider } from "@/lib/event-store/decider";
import type { DomainEvent } from "@/lib/event-store/event";

/** The type of the counter's events. */
export const counted = "counted";

export type CounterEvent = DomainEvent<typeof counted, { readonly to: number }>;

/**
 * Counts on by `by`, an event for each number. An event says what was counted to, so one that was decided on a stale
 * count, or stored twice, shows. Other events of the stream mean nothing to it.
 */
export const counter: Decider<number, { readonly by: number }, CounterEvent> = {
  initialState: 0,
  evolve: (count, event) => (event.type === counted ? event.data.to : count),
  decide: ({ by }, count) =>
    decided(...Array.from({ length: by }, (_, index) => ({ type: counted, data: { to: count + index + 1 } }) as const)),
};
