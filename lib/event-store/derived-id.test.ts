import fc from "fast-check";
import { v4, v5, v7, version } from "uuid";
import { expect, test } from "vitest";
import { derivedId, eventIdOf } from "./derived-id";

const names = fc.string({ unit: "binary" });
const timed = fc.date({ min: new Date(0), noInvalidDate: true }).map((at) => v7({ msecs: at.getTime() }));

test("from an id without a time follows its uuid v5", () => {
  fc.assert(
    fc.property(names, fc.uuid({ version: [1, 3, 4, 5] }), (name, from) => {
      expect(derivedId(name, from)).toBe(v5(name, from));
    }),
  );
});

test("from an id with a time follows one that begins with the same time, and so on from there", () => {
  fc.assert(
    fc.property(names, names, timed, (name, next, from) => {
      const derived = derivedId(name, from);
      expect(version(derived)).toBe(8);
      expect(derived.slice(0, 13)).toBe(from.slice(0, 13));
      expect(derived.slice(15)).toBe(v5(name, from).slice(15));
      expect(derivedId(next, derived).slice(0, 15)).toBe(derived.slice(0, 15));
    }),
  );
});

test("what follows from a later command comes after what follows from an earlier one", () => {
  fc.assert(
    fc.property(fc.array(timed, { minLength: 2 }), (commandIds) => {
      const times = (ids: readonly string[]) => ids.map((id) => id.slice(0, 13));
      const eventIds = commandIds.map((commandId) => eventIdOf(commandId, 0));
      expect(times(eventIds.toSorted())).toEqual(times(commandIds.toSorted()));
    }),
  );
});

test("other names, and other ids of the same moment, lead to other ids", () => {
  const msecs = Date.UTC(2026, 0, 1);
  const [one, other] = [v7({ msecs }), v7({ msecs })];
  const derived = [one, other].flatMap((from) => ["cart", "next"].map((name) => derivedId(name, from)));
  expect(new Set(derived).size).toBe(4);
});

test("capitals lead to the same id", () => {
  for (const from of [v4(), v7()]) expect(derivedId("cart", from.toUpperCase())).toBe(derivedId("cart", from));
});

test("what is no uuid is refused, whatever was derived before", () => {
  derivedId("cart", v7());
  for (const from of ["", "cart", v7().slice(0, -2), `${v7()}ab`, `x${v7().slice(1)}`])
    expect(() => derivedId("cart", from)).toThrow("from a uuid");
});

test("a name too long to be one is refused", () => {
  expect(() => derivedId("x".repeat(1_025), v7())).toThrow("at most 1,024 bytes");
});
