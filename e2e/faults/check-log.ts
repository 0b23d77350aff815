import { isDeepStrictEqual } from "node:util";
import type { NewEvent } from "@/lib/event-store/event";
import { counted } from "./counter";
import type { LogEvent, Unit, Violation } from "./evidence";

/** Judges the log by itself: versions of each stream 1 … n, ascending with positions; every event once. */
export function* checkStreams(log: readonly LogEvent[]): Iterable<Violation> {
  const seen = new Set<string>();
  for (const event of log) {
    if (seen.has(event.eventId)) yield { kind: "double", detail: `${nameOf(event)} is stored twice` };
    seen.add(event.eventId);
  }
  for (const events of byStream(log).values()) {
    yield* checkVersions(events);
    yield* checkCounts(events);
  }
}

function* checkVersions(events: readonly LogEvent[]): Iterable<Violation> {
  let previous: LogEvent | undefined;
  for (const event of events.toSorted((a, b) => a.version - b.version)) {
    const expected = (previous?.version ?? 0) + 1;
    if (event.version < expected) yield { kind: "double", detail: `${nameOf(event)}: a version given twice` };
    if (event.version > expected)
      yield { kind: "hole", detail: `nothing at version ${expected}, before ${nameOf(event)}` };
    if (previous && event.position < previous.position)
      yield { kind: "order", detail: `${nameOf(event)} is at a lower position than the version before it` };
    previous = event;
  }
}

/** Each command counts on from what the ones before it had reached. */
function* checkCounts(events: readonly LogEvent[]): Iterable<Violation> {
  let count = 0;
  for (const event of events) {
    if (event.type !== counted) continue;
    count += 1;
    if (!isDeepStrictEqual(event.data, { to: count }))
      yield { kind: "miscounted", detail: `${nameOf(event)} says ${JSON.stringify(event.data)} in place of ${count}` };
  }
}

/** Judges the log by what was sent: nothing that nobody sent, and all of an append or none of it. */
export function* checkOrigins(log: readonly LogEvent[], units: readonly Unit[]): Iterable<Violation> {
  const sent = new Map(units.flatMap((unit) => unit.eventIds.map((id, index) => [id, { unit, index }] as const)));
  for (const event of log) {
    const origin = sent.get(event.eventId);
    if (!origin) yield { kind: "phantom", detail: `${nameOf(event)} was sent by nobody` };
    else if (!isAsSent(event, origin.unit, origin.unit.events?.[origin.index]))
      yield { kind: "phantom", detail: `${nameOf(event)} is not what was sent under its id` };
  }
  const stored = new Map(log.map((event) => [event.eventId, event]));
  for (const unit of units) yield* checkWhole(unit, stored);
}

function isAsSent(event: LogEvent, { streamId }: Unit, sent: NewEvent | undefined): boolean {
  if (event.streamId !== streamId) return false;
  if (!sent) return event.type === counted;
  return event.type === sent.event.type && isDeepStrictEqual(event.data, sent.event.data);
}

function* checkWhole(unit: Unit, stored: ReadonlyMap<string, LogEvent>): Iterable<Violation> {
  const [first, ...rest] = unit.eventIds.flatMap((id) => stored.get(id) ?? []);
  if (!first) return;
  const count = rest.length + 1;
  if (count < unit.eventIds.length)
    yield {
      kind: "half",
      detail: `of ${unit.eventIds.length} events sent as one ${count} are stored: ${nameOf(first)}`,
    };
  if (
    unit.expectedVersion !== undefined &&
    count === unit.eventIds.length &&
    first.version !== unit.expectedVersion + 1
  )
    yield { kind: "wrong version", detail: `${nameOf(first)} was to be stored after version ${unit.expectedVersion}` };
  if (rest.some((event, index) => event.version !== first.version + index + 1))
    yield { kind: "order", detail: `the events sent with ${nameOf(first)} do not follow one another` };
}

/** The events of each stream, in the order given. */
export function byStream(log: readonly LogEvent[]): Map<string, LogEvent[]> {
  const streams = new Map<string, LogEvent[]>();
  for (const event of log) {
    const events = streams.get(event.streamId);
    if (events) events.push(event);
    else streams.set(event.streamId, [event]);
  }
  return streams;
}

export function nameOf({ streamId, version, position }: Omit<LogEvent, "type" | "data">): string {
  return `${streamId} version ${version} (position ${position})`;
}
