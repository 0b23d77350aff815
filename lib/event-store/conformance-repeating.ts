import { expect, test } from "vitest";
import { everything, oneTo, refusal, textOf, unstorable, type Open } from "./conformance-log";
import type { BatchOutcome } from "./event-store";
import { newEvents, newStreamId, note } from "./test-events";

/** What was stored before, sent once more. */
export function describeSendingAgain(open: Open): void {
  test("stores it once and answers with the events stored then, wherever the stream is now", async () => {
    const { store } = await open();
    const streamId = newStreamId();
    const append = { streamId, expectedVersion: 0, events: [note("first"), note("second")] };
    const first = await store.append(append);
    await store.append({ streamId, expectedVersion: 2, events: [note("third")] });

    for (const expectedVersion of [0, 1, 3])
      expect(await store.append({ ...append, expectedVersion })).toEqual({ ...first, outcome: "duplicate" });
    expect(await store.readStream(streamId)).toHaveLength(3);
  });

  test("with something new, or to another stream, stores nothing of it", async () => {
    const { store } = await open();
    const [streamId, other] = [newStreamId(), newStreamId()];
    const known = note("known");
    await store.append({ streamId, expectedVersion: 0, events: [known] });
    const stored = await store.readStream(streamId);

    for (const append of [
      { streamId, expectedVersion: 1, events: [known, note("new")] },
      { streamId: other, expectedVersion: 0, events: [note("new"), known] },
    ])
      expect(await store.append(append)).toEqual({ outcome: "duplicate", events: stored });
    expect(await everything(store)).toEqual(stored);
  });
}

/** Many appends as one. */
export function describeBatches(open: Open): void {
  test("gives each append its own outcome, in order, and neighbours of a refused one are stored", async () => {
    const { store } = await open();
    const [fresh, grown, stale, repeated, empty] = oneTo(5).map(newStreamId) as [
      string,
      string,
      string,
      string,
      string,
    ];
    const sentBefore = note("sent before");
    await store.append({ streamId: grown, expectedVersion: 0, events: newEvents(1) });
    await store.append({ streamId: stale, expectedVersion: 0, events: newEvents(2) });
    await store.append({ streamId: repeated, expectedVersion: 0, events: [sentBefore] });

    const outcomes = await store.appendBatch([
      { streamId: stale, expectedVersion: 1, events: [note("too late")] },
      { streamId: fresh, expectedVersion: 0, events: ["a", "b", "c"].map((text) => note(text)) },
      { streamId: repeated, expectedVersion: 1, events: [sentBefore, note("never alone")] },
      { streamId: empty, expectedVersion: 0, events: [] },
      { streamId: grown, expectedVersion: 1, events: [note("two")] },
    ]);

    expect(outcomes).toEqual<BatchOutcome[]>([
      { outcome: "conflict", version: 2 },
      { outcome: "appended", version: 3 },
      { outcome: "duplicate", version: 1 },
      { outcome: "appended", version: 0 },
      { outcome: "appended", version: 2 },
    ]);
    expect((await store.readStream(fresh)).map(textOf)).toEqual(["a", "b", "c"]);
    expect(await everything(store)).toHaveLength(8);
  });

  test("draws positions in the order of the batch", async () => {
    const { store } = await open();
    const appends = oneTo(200).map(() => ({ streamId: newStreamId(), expectedVersion: 0, events: newEvents(2) }));
    await store.appendBatch(appends);
    expect((await everything(store)).map(({ eventId }) => eventId)).toEqual(
      appends.flatMap(({ events }) => events.map(({ eventId }) => eventId)),
    );
  });

  test("of nothing answers nothing", async () => {
    const { store } = await open();
    expect(await store.appendBatch([])).toEqual([]);
  });

  test("with text in one append that can't be stored is refused whole, and the others can be sent again", async () => {
    const { store } = await open();
    for (const text of Object.values(unstorable)) {
      const neighbour = { streamId: newStreamId(), expectedVersion: 0, events: newEvents(2) };
      const bad = { streamId: newStreamId(), expectedVersion: 0, events: [note("fine"), note(text)] };
      const before = await everything(store);
      await expect(store.appendBatch([neighbour, bad])).rejects.toThrow(refusal);
      expect(await everything(store)).toEqual(before);
      expect(await store.appendBatch([neighbour])).toEqual([{ outcome: "appended", version: 2 }]);
    }
  });
}
