import { expect, test } from "vitest";
import { eventIdOf } from "@/lib/event-store/derived-id";
import type { NewEvent } from "@/lib/event-store/event";
import { note } from "@/lib/event-store/test-events";
import { check } from "./checker";
import { counted } from "./counter";
import type { Evidence, LogEvent, Violation } from "./evidence";
import type { Answer, Operation, Request } from "./history";

const stream = "diary-1";
const other = "diary-2";
const [a, b, c, d] = ["a", "b", "c", "d"].map((text) => note(text)) as [NewEvent, NewEvent, NewEvent, NewEvent];
const commandId = "0198c0de-0000-7000-8000-000000000001";

/** The log: a and b in one append, then c; a command that counted to 2; d in another stream. */
const log: readonly LogEvent[] = [
  stored(a, 1, 1),
  stored(b, 2, 2),
  stored(c, 3, 4),
  { streamId: stream, version: 4, position: 5, eventId: eventIdOf(commandId, 0), type: counted, data: { to: 1 } },
  { streamId: stream, version: 5, position: 6, eventId: eventIdOf(commandId, 1), type: counted, data: { to: 2 } },
  { ...stored(d, 1, 7), streamId: other },
];

const first = operation("first", 10, appendOf(0, a, b), appended(0, 1));
const second = operation("second", 30, appendOf(2, c), appended(2));
const command: Request = { kind: "command", streamId: stream, commandId, by: 2 };
const counting = operation("counting", 50, command, { outcome: "accepted", events: [place(3), place(4)] });
const elsewhere = operation("elsewhere", 70, appendOf(0, d, undefined, other), appended(5));
const operations = [first, second, counting, elsewhere];
const unheard = operations.map(({ id, request, invokedAt }) => operation(id, invokedAt, request));

function stored({ eventId, event }: NewEvent, version: number, position: number): LogEvent {
  return { streamId: stream, version, position, eventId, type: event.type, data: event.data };
}

function place(index: number) {
  const { eventId, version, position } = log[index] ?? { eventId: "", version: 0, position: 0 };
  return { eventId, version, position };
}

function appended(...indexes: readonly number[]): Answer {
  return { outcome: "appended", events: indexes.map(place) };
}

function appendOf(expectedVersion: number, one: NewEvent, two?: NewEvent, streamId = stream): Request {
  return { kind: "append", appends: [{ streamId, expectedVersion, events: two ? [one, two] : [one] }] };
}

/** Sent at `invokedAt`, answered 5 ms later; without an answer nobody knows. */
function operation(id: string, invokedAt: number, request: Request, answer?: Answer): Operation {
  const invoked = { id, request, invokedAt };
  return answer ? { ...invoked, answeredAt: invokedAt + 5, answers: [answer] } : invoked;
}

function kinds(changed: Partial<Evidence>): Violation["kind"][] {
  const found = check({ operations, log, followers: { ann: log, bob: log }, ...changed });
  return [...new Set(found.map(({ kind }) => kind))];
}

function without(...indexes: readonly number[]): LogEvent[] {
  return log.filter((_, index) => !indexes.includes(index));
}

function changed(index: number, change: Partial<LogEvent>): LogEvent[] {
  return log.map((event, n) => (n === index ? { ...event, ...change } : event));
}

/** A log that only its own histories speak of. */
const alone = (log: readonly LogEvent[]) => ({ log, followers: {} });

test("histories that are all true break no promise", () => {
  expect(kinds({})).toEqual([]);
});

test("requests whose answer nobody heard may be stored, or not", () => {
  expect(kinds({ operations: unheard })).toEqual([]);
  expect(kinds({ operations: [...operations, operation("lost on the way", 90, appendOf(5, note("e")))] })).toEqual([]);
});

test("the same sent again is answered as before, and a conflict names a version that others had reached", () => {
  const again = operation("again", 90, appendOf(0, a, b), { outcome: "duplicate", events: [place(0), place(1)] });
  const inBatch = operation("in a batch", 90, appendOf(2, c), { outcome: "duplicate", version: 5 });
  const commandAgain = { ...counting, id: "command again", invokedAt: 90, answeredAt: 95 };
  const late = operation("late", 40, appendOf(2, note("late")), { outcome: "conflict", version: 3 });
  const early = operation("early", 12, appendOf(5, note("early")), { outcome: "conflict", version: 0 });
  expect(kinds({ operations: [...operations, again, inBatch, commandAgain, late, early] })).toEqual([]);
});

test("an acknowledged append that is not stored is lost", () => {
  expect(kinds(alone(without(5)))).toEqual(["lost"]);
  const duplicate = operation("again", 90, appendOf(5, note("e")), { outcome: "duplicate", events: [] });
  expect(kinds({ operations: [...operations, duplicate] })).toEqual(["lost"]);
});

test("an event that nobody sent, or that says other than what was sent, is a phantom", () => {
  expect(kinds({ operations: operations.slice(0, 3) })).toEqual(["phantom"]);
  expect(kinds({ log: changed(2, { data: { text: "forged" } }) })).toEqual(["phantom"]);
  expect(kinds({ log: changed(2, { type: "forged" }) })).toEqual(["phantom"]);
});

test("an append of which only a part is stored is half there, whether it was acknowledged or not", () => {
  const unknown = [operation("first", 10, appendOf(0, d, a, other))];
  expect(kinds({ operations: unknown, ...alone(log.slice(5)) })).toEqual(["half"]);
  expect(kinds(alone(without(1)))).toEqual(["hole", "half", "lost"]);
});

test("a conflict that names a version in the middle of an append has seen half of it", () => {
  const peeped = operation("peeped", 12, appendOf(0, note("e")), { outcome: "conflict", version: 1 });
  expect(kinds({ operations: [...operations, peeped] })).toEqual(["half"]);
});

test("an event or a version that is stored twice, or acknowledged as new twice, is double", () => {
  expect(kinds(alone([...log, { ...stored(c, 6, 9) }]))).toContain("double");
  expect(kinds(alone(changed(2, { version: 2 })))).toContain("double");
  const twice = operation("twice", 36, appendOf(2, c), appended(2));
  expect(kinds({ operations: [...operations, twice] })).toEqual(["double"]);
});

test("versions that leave one out have a hole", () => {
  const moved = log.map((event, index) => (index === 4 ? { ...event, version: 6 } : event));
  expect(kinds({ operations: unheard, ...alone(moved) })).toEqual(["hole", "order"]);
});

test("versions whose positions fall, or an append placed before what was acknowledged before it, are out of order", () => {
  const swapped = changed(2, { position: 9 }).toSorted((x, y) => x.position - y.position);
  expect(kinds({ operations: unheard, ...alone(swapped) })).toEqual(["order"]);
  const early = { ...elsewhere, answers: [{ outcome: "appended", events: [{ ...place(5), position: 3 }] } as const] };
  const placedEarly = changed(5, { position: 3 });
  expect(kinds({ operations: [first, second, counting, early], ...alone(placedEarly) })).toEqual(["order"]);
});

test("an event stored elsewhere than acknowledged differs", () => {
  expect(kinds(alone(changed(5, { position: 8 })))).toEqual(["differs"]);
  const wrongVersion = operation("elsewhere", 70, appendOf(0, d, undefined, other), {
    outcome: "appended",
    version: 2,
  });
  expect(kinds({ operations: [first, second, counting, wrongVersion] })).toEqual(["differs"]);
  const shifted = { outcome: "duplicate", events: [{ ...place(2), version: 2 }] } as const;
  expect(kinds({ operations: [...operations, operation("again", 90, appendOf(2, c), shifted)] })).toEqual(["differs"]);
});

test("an append stored after another version than it expected broke the check of versions", () => {
  const bold = [first, operation("second", 30, appendOf(7, c), appended(2)), counting, elsewhere];
  expect(kinds({ operations: bold })).toEqual(["wrong version"]);
});

test("a conflict without anybody else's append is false", () => {
  const none = operation("none", 80, appendOf(5, note("e")), { outcome: "conflict", version: 5 });
  expect(kinds({ operations: [...operations, none] })).toEqual(["false conflict"]);
  const own = operation("elsewhere", 70, appendOf(0, d, undefined, other), { outcome: "conflict", version: 1 });
  expect(kinds({ operations: [first, second, counting, own] })).toEqual(["false conflict"]);
  const again = operation("again", 90, appendOf(2, c), { outcome: "conflict", version: 5 });
  expect(kinds({ operations: [...operations, again] })).toEqual(["false conflict"]);
});

test("a conflict that names an older version than was acknowledged before, or one never reached, is not true", () => {
  const stale = operation("stale", 60, appendOf(5, note("e")), { outcome: "conflict", version: 3 });
  expect(kinds({ operations: [...operations, stale] })).toEqual(["false conflict"]);
  const ahead = operation("ahead", 80, appendOf(5, note("e")), { outcome: "conflict", version: 6 });
  expect(kinds({ operations: [...operations, ahead] })).toEqual(["lost"]);
});

test("a command that counted from a stale count, or is answered differently the second time, shows", () => {
  expect(kinds({ log: changed(4, { data: { to: 1 } }) })).toEqual(["miscounted"]);
  const other = { outcome: "accepted", events: [place(3)] } as const;
  expect(kinds({ operations: [...operations, operation("again", 90, command, other)] })).toEqual(["differs"]);
});

test("a follower that leaves an event out has skipped it", () => {
  expect(kinds({ followers: { ann: log, bob: without(2) } })).toEqual(["skipped"]);
  expect(kinds({ followers: { ann: [], bob: log } })).toEqual(["skipped"]);
});

test("a follower that sees an event twice, out of order, elsewhere, or one that is not stored, shows", () => {
  expect(kinds({ followers: { ann: [...log, ...log.slice(5)] } })).toEqual(["repeated"]);
  expect(kinds({ followers: { ann: [...log.slice(1), ...log.slice(0, 1)] } })).toEqual(["order"]);
  expect(kinds({ followers: { ann: changed(5, { position: 9 }) } })).toEqual(["differs"]);
  expect(kinds({ followers: { ann: [...log, stored(note("gone"), 6, 9)] } })).toEqual(["lost"]);
});
