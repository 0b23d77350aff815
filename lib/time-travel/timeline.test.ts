import fc from "fast-check";
import { expect, test } from "vitest";
import { createTimeline, wholeHistory, type Segment } from "./timeline";

type History = readonly number[];
const recording = {
  initialState: [] as History,
  evolve: (state: History, event: number): History => [...state, event],
};

const history = fc.array(fc.integer(), { maxLength: 120 });
const moments = fc.array(fc.nat({ max: 130 }), { maxLength: 40 });

test("seeking in any order gives what folding from the start gives", () => {
  fc.assert(
    fc.property(history, moments, (events, visits) => {
      const timeline = createTimeline(recording, wholeHistory(recording, events));
      for (const moment of visits) {
        expect(timeline.seek(moment)).toEqual(moment <= events.length ? events.slice(0, moment) : undefined);
        expect(timeline.eventAt(moment)).toBe(events[moment - 1]);
      }
    }),
  );
});

test("a history known in segments gives the same, and nothing where no segment is known", () => {
  fc.assert(
    fc.property(
      history,
      fc.integer({ min: 1, max: 20 }),
      fc.array(fc.boolean()),
      moments,
      (events, size, known, visits) => {
        const segments = cut(events, size).filter((_, index) => known[index] ?? true);
        const timeline = createTimeline(recording, segments);
        for (const moment of visits) {
          const covered = segments.some(({ start, events: own }) => moment >= start && moment <= start + own.length);
          expect(timeline.seek(moment)).toEqual(covered ? events.slice(0, moment) : undefined);
        }
      },
    ),
  );
});

test("no seek in a long history folds more than √n events once its checkpoints are there", () => {
  let folded = 0;
  const counting = { initialState: 0, evolve: (state: number, event: number) => ((folded += 1), state + event) };
  const timeline = createTimeline(
    counting,
    wholeHistory(
      counting,
      Array.from({ length: 10_000 }, () => 1),
    ),
  );
  timeline.seek(10_000);
  for (const moment of [9_999, 1, 5_050, 4_999, 100]) {
    folded = 0;
    expect(timeline.seek(moment)).toBe(moment);
    expect(folded).toBeLessThan(100);
  }
});

function cut(events: History, size: number): Segment<History, number>[] {
  const starts = Array.from({ length: Math.ceil(events.length / size) }, (_, index) => index * size);
  return starts.map((start) => ({ start, state: events.slice(0, start), events: events.slice(start, start + size) }));
}
