import fc from "fast-check";
import { expect, test } from "vitest";
import { diff } from "./diff";

const parts = fc.uniqueArray(fc.tuple(fc.constantFrom("a", "b", "c", "d", "e"), fc.nat({ max: 3 })), {
  selector: ([key]) => key,
});
const same = (a: number, b: number): boolean => a === b;

test("equal states have no differences", () => {
  fc.assert(
    fc.property(parts, (entries) => {
      expect(diff(new Map(entries), new Map(entries), same)).toEqual([]);
    }),
  );
});

test("applying the differences to the first state gives the second", () => {
  fc.assert(
    fc.property(parts, parts, (before, after) => {
      const state = new Map<string, number>(before);
      for (const difference of diff(new Map(before), new Map(after), same)) {
        if (difference.kind === "removed") state.delete(difference.key);
        else state.set(difference.key, difference.after);
      }
      expect(Object.fromEntries(state)).toEqual(Object.fromEntries(after));
    }),
  );
});
