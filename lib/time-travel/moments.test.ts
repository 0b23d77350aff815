import { expect, test } from "vitest";
import { blame } from "./blame";
import { momentAt, nextMoment } from "./moments";
import { beat } from "./rhythm";

test("the moment at an instant is after everything that had happened by then", () => {
  const times = [10, 20, 20, 30];
  expect([5, 10, 15, 20, 29, 30, 99].map((instant) => momentAt(times, instant))).toEqual([0, 1, 1, 3, 3, 4, 4]);
});

test("the next moment that fits is found in both directions, or not at all", () => {
  const even = (moment: number): boolean => moment % 2 === 0;
  expect(nextMoment(5, 2, 1, even)).toBe(4);
  expect(nextMoment(5, 4, 1, even)).toBeUndefined();
  expect(nextMoment(5, 4, -1, even)).toBe(2);
  expect(nextMoment(5, 2, -1, even)).toBeUndefined();
});

test("blame names the last event that touched each part, and nothing for what was never touched", () => {
  const history = ["a", "b", "a", "c", "b"];
  const blamed = blame(
    (moment) => history[moment - 1],
    4,
    ["a", "b", "d"],
    (letter) => [letter],
  );
  expect(Object.fromEntries(blamed)).toEqual({ a: 3, b: 2 });
});

test("as it happened keeps the rhythm, and shortens what nobody would wait for", () => {
  expect(beat("as it happened", 1_000, 1_900)).toEqual({ delayMs: 900 });
  expect(beat("as it happened", 0, 3_600_000)).toEqual({ delayMs: 2_500, shortenedFrom: 3_600_000 });
  expect(beat("as it happened", 500, 100).delayMs).toBeGreaterThan(0);
  expect(beat(4, 0, 3_600_000).delayMs).toBe(beat(1, 0, 5).delayMs / 4);
});
