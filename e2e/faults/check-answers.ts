import { byStream, nameOf } from "./check-log";
import type { LogEvent, Sending, Unit, Violation } from "./evidence";
import type { Answer, Place } from "./history";

type Conflict = Extract<Answer, { outcome: "conflict" }>;

/** Judges what writers were told: every acknowledged event is stored, as acknowledged, and every conflict was one. */
export function* checkAnswers(log: readonly LogEvent[], units: readonly Unit[]): Iterable<Violation> {
  const stored = new Map(log.map((event) => [event.eventId, event]));
  const unitOf = new Map(units.flatMap((unit) => unit.eventIds.map((id) => [id, unit] as const)));
  const acknowledged = acknowledgedVersions(units, stored);
  const streams = byStream(log);
  for (const unit of units) {
    const events = unit.eventIds.flatMap((id) => stored.get(id) ?? []);
    const appended = unit.sendings.filter(({ answer }) => answer?.outcome === "appended");
    if (appended.length > 1) yield { kind: "double", detail: `${describe(unit)} was acknowledged as new twice` };
    for (const sending of unit.sendings) {
      if (!sending.answer) continue;
      if (sending.answer.outcome !== "conflict") yield* checkStored(unit, sending.answer, events);
      else {
        const stream = streams.get(unit.streamId) ?? [];
        yield* checkConflict(unit, sending.answer, events);
        yield* checkConflictVersion(unit, sending, sending.answer, { stream, unitOf, acknowledged });
      }
    }
  }
}

function* checkStored(unit: Unit, answer: Exclude<Answer, Conflict>, stored: readonly LogEvent[]): Iterable<Violation> {
  const last = stored.at(-1);
  if (!last || stored.length < unit.eventIds.length) {
    yield { kind: "lost", detail: `${describe(unit)} was answered "${answer.outcome}" and is not stored` };
    return;
  }
  if (answer.events && !isSame(answer.events, stored))
    yield { kind: "differs", detail: `${describe(unit)} was acknowledged as ${JSON.stringify(answer.events)}` };
  if (answer.outcome === "accepted" || answer.version === undefined) return;
  // A duplicate may have been followed by others since.
  if (answer.outcome === "appended" ? answer.version !== last.version : answer.version < last.version)
    yield { kind: "differs", detail: `${describe(unit)} was acknowledged at version ${answer.version}` };
}

function isSame(answered: readonly Place[], stored: readonly Place[]): boolean {
  if (answered.length !== stored.length) return false;
  return answered.every(({ eventId, version, position }, index) => {
    const event = stored[index];
    return event?.eventId === eventId && event.version === version && event.position === position;
  });
}

/** A conflict means that others came first. So none of its own events was there, and it stored none. */
function* checkConflict(unit: Unit, { version }: Conflict, stored: readonly LogEvent[]): Iterable<Violation> {
  const told = `${describe(unit)} was told of a conflict at version ${version}`;
  if (version === unit.expectedVersion) yield { kind: "false conflict", detail: `${told}, which it expected` };
  const [first] = stored;
  if (!first) return;
  if (unit.sendings.length === 1) yield { kind: "false conflict", detail: `${told}, and stored nevertheless` };
  else if (first.version <= version) yield { kind: "false conflict", detail: `${told}, which was its own doing` };
}

interface Known {
  readonly stream: readonly LogEvent[];
  readonly unitOf: ReadonlyMap<string, Unit>;
  readonly acknowledged: ReadonlyMap<string, readonly Acknowledged[]>;
}

/** The version named with a conflict was reached, by whole appends, and is no older than what was acknowledged before. */
function* checkConflictVersion(
  unit: Unit,
  { invokedAt }: Sending,
  { version }: Conflict,
  { stream, unitOf, acknowledged }: Known,
): Iterable<Violation> {
  const told = `${describe(unit)} was told that its stream is at version ${version}`;
  if (version > stream.length) yield { kind: "lost", detail: `${told}, which it never reached` };
  const [last, next] = [stream[version - 1], stream[version]];
  if (last && next && unitOf.get(last.eventId) === unitOf.get(next.eventId))
    yield { kind: "half", detail: `${told}, in the middle of an append` };
  const known = acknowledged.get(unit.streamId)?.findLast(({ at }) => at < invokedAt);
  if (known && known.version > version)
    yield { kind: "false conflict", detail: `${told}, when version ${known.version} had been acknowledged` };
}

interface Acknowledged {
  readonly at: number;
  readonly version: number;
}

/** By stream: from when on it was known to have reached which version, ascending. */
function acknowledgedVersions(
  units: readonly Unit[],
  stored: ReadonlyMap<string, LogEvent>,
): Map<string, Acknowledged[]> {
  const all = units.flatMap(({ streamId, eventIds, sendings }) => {
    const version = stored.get(eventIds.at(-1) ?? "")?.version ?? 0;
    const answered = sendings.filter(({ answer }) => answer && answer.outcome !== "conflict");
    return answered.map(({ answeredAt: at = Infinity }) => ({ streamId, at, version }));
  });
  const streams = new Map<string, Acknowledged[]>();
  for (const { streamId, at, version } of all.toSorted((a, b) => a.at - b.at)) {
    const known = streams.get(streamId) ?? [];
    known.push({ at, version: Math.max(version, known.at(-1)?.version ?? 0) });
    streams.set(streamId, known);
  }
  return streams;
}

/** What was acknowledged before another append was sent is at a lower position than that. */
export function* checkRealTime(log: readonly LogEvent[], units: readonly Unit[]): Iterable<Violation> {
  const stored = new Map(log.map((event) => [event.eventId, event]));
  const appended = units.flatMap(({ eventIds, sendings }) => {
    const event = stored.get(eventIds[0] ?? "");
    const sending = sendings.find(({ answer }) => answer?.outcome === "appended");
    return event && sending
      ? [{ event, invokedAt: sending.invokedAt, answeredAt: sending.answeredAt ?? Infinity }]
      : [];
  });
  const ended = appended.toSorted((a, b) => b.answeredAt - a.answeredAt);
  let highest: LogEvent | undefined;
  for (const { event, invokedAt } of appended.toSorted((a, b) => a.invokedAt - b.invokedAt)) {
    for (let last = ended.at(-1); last && last.answeredAt < invokedAt; last = ended.at(-1)) {
      if (!highest || last.event.position > highest.position) highest = last.event;
      ended.pop();
    }
    if (highest && event.position < highest.position)
      yield { kind: "order", detail: `${nameOf(event)} was sent after ${nameOf(highest)} had been acknowledged` };
  }
}

function describe({ streamId, eventIds, expectedVersion }: Unit): string {
  const what = expectedVersion === undefined ? "the command" : `the append after version ${expectedVersion}`;
  return `${what} of ${eventIds[0]} to ${streamId}`;
}
