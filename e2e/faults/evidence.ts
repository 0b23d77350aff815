import type { NewEvent } from "@/lib/event-store/event";
import { eventIdOf } from "@/lib/event-store/derived-id";
import type { Answer, Operation, Place } from "./history";

/** An event as it is in the log at the end, read without the store. */
export interface LogEvent extends Place {
  readonly streamId: string;
  readonly type: string;
  readonly data: unknown;
}

/** An event as a follower was given it. */
export interface Sighting extends Place {
  readonly streamId: string;
}

/** Everything that the checker judges by. */
export interface Evidence {
  readonly operations: readonly Operation[];
  /** The whole log, by position. */
  readonly log: readonly LogEvent[];
  /** What each follower saw, in the order it saw it. */
  readonly followers: Readonly<Record<string, readonly Sighting[]>>;
}

/** Every way in which a log can break its promises. */
export const violationKinds = [
  "lost",
  "phantom",
  "half",
  "double",
  "hole",
  "order",
  "differs",
  "wrong version",
  "false conflict",
  "miscounted",
  "skipped",
  "repeated",
] as const;

export interface Violation {
  readonly kind: (typeof violationKinds)[number];
  readonly detail: string;
}

/** One sending of a unit: when, and what came back. */
export interface Sending {
  readonly invokedAt: number;
  readonly answeredAt?: number;
  readonly answer?: Answer;
}

/** What was sent as one, once or more often: an append or a command. All of its events are stored, or none. */
export interface Unit {
  readonly streamId: string;
  readonly eventIds: readonly string[];
  /** What its events say; those of a command are decided only when it is handled. */
  readonly events?: readonly NewEvent[];
  /** The version that the stream had to have; a command takes any. */
  readonly expectedVersion?: number;
  readonly sendings: Sending[];
}

/** Finds what was sent as one, and puts together the sendings of the same. */
export function unitsOf(operations: readonly Operation[]): Unit[] {
  const units = new Map<string, Unit>();
  for (const { request, invokedAt, answeredAt, answers } of operations) {
    const sent = request.kind === "command" ? [commandUnit(request)] : request.appends.map(appendUnit);
    sent.forEach((unit, index) => {
      const [key = ""] = unit.eventIds;
      const known = units.get(key) ?? unit;
      known.sendings.push({ invokedAt, answeredAt, answer: answers?.[index] });
      units.set(key, known);
    });
  }
  return [...units.values()];
}

function commandUnit({ streamId, commandId, by }: { streamId: string; commandId: string; by: number }): Unit {
  return { streamId, eventIds: Array.from({ length: by }, (_, index) => eventIdOf(commandId, index)), sendings: [] };
}

function appendUnit(append: { streamId: string; expectedVersion: number; events: readonly NewEvent[] }): Unit {
  return { ...append, eventIds: append.events.map(({ eventId }) => eventId), sendings: [] };
}
