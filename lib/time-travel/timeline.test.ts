import fc from "fast-check";
import { expect, test } from "vitest";
import { createTimeline } from "./timeline";

const sums = {
  initialState: [] as readonly number[],
  evolve: (state: readonly number[], event: number) => [...state, event],
};

test("seeking in any order gives what folding from the start gives", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer(), { maxLength: 200 }),
      fc.array(fc.integer({ min: -5, max: 250 })),
      (events, moments) => {
        const timeline = createTimeline(sums, events);
        for (const moment of moments) {
          const nearest = Math.min(events.length, Math.max(0, moment));
          expect(timeline.seek(moment)).toEqual(events.slice(0, nearest));
        }
      },
    ),
  );
});

test("once reached, a moment of a long history is at most √n events away", () => {
  let folded = 0;
  const counting = { initialState: 0, evolve: (state: number, event: number) => ((folded += 1), state + event) };
  const timeline = createTimeline(
    counting,
    Array.from({ length: 10_000 }, () => 1),
  );
  timeline.seek(10_000);
  for (const moment of [9_999, 1, 5_050, 4_999, 100]) {
    folded = 0;
    expect(timeline.seek(moment)).toBe(moment);
    expect(folded).toBeLessThanOrEqual(100);
  }
});
