import { expect, test } from "vitest";
import { everything, expectAscending, oneTo, type ConformingStore, type Open } from "./conformance-log";
import { newEvents, newStreamId, note } from "./test-events";

/** One append to one stream. */
export function describeAppending(open: Open): void {
  test("answers with the events as a reader will find them", async () => {
    const { store } = await open();
    const streamId = newStreamId();
    const answer = await store.append({ streamId, expectedVersion: 0, events: [note("one"), note("two")] });
    expect(answer).toEqual({ outcome: "appended", events: await store.readStream(streamId) });
  });

  test("numbers the events of a stream without holes, whatever was refused in between", async () => {
    const { store } = await open();
    const streamId = newStreamId();
    for (const [expectedVersion, count] of [
      [0, 1],
      [1, 3],
      [1, 2],
      [9, 1],
      [4, 0],
      [4, 2],
    ] as const)
      await store.append({ streamId, expectedVersion, events: newEvents(count) });
    expect((await store.readStream(streamId)).map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test("is a conflict when the stream has any other version than the one expected", async () => {
    const { store } = await open();
    const streamId = newStreamId();
    await store.append({ streamId, expectedVersion: 0, events: newEvents(2) });
    for (const expectedVersion of [-1, 0, 1, 3, 2_147_483_647]) {
      const answer = await store.append({ streamId, expectedVersion, events: [note("elsewhere")] });
      expect(answer).toEqual({ outcome: "conflict", currentVersion: 2 });
    }
    expect(await store.readStream(streamId)).toHaveLength(2);
  });

  test("stores several events all or none, even when only the last of them can't be", async () => {
    const { store } = await open();
    const streamId = newStreamId();
    const twice = note("the same event twice");
    for (const impossible of [[twice, twice], [note("nul \u0000 character")]])
      await expect(
        store.append({ streamId, expectedVersion: 0, events: [note("fine"), ...impossible] }),
      ).rejects.toBeInstanceOf(Error);
    expect(await store.readStream(streamId)).toEqual([]);
    expect(await everything(store)).toEqual([]);
  });

  test("nothing at all stores nothing, and is held to its expected version all the same", async () => {
    const { store } = await open();
    const streamId = newStreamId();
    await store.append({ streamId, expectedVersion: 0, events: newEvents(2) });
    const append = async (expectedVersion: number) => store.append({ streamId, expectedVersion, events: [] });
    expect(await append(2)).toEqual({ outcome: "appended", events: [] });
    expect(await append(1)).toEqual({ outcome: "conflict", currentVersion: 2 });
    expect(await everything(store)).toHaveLength(2);
  });
}

/** Several who write, read or follow at the same moment. */
export function describeRacing(open: Open): void {
  test("of 20 appends that expect the same version exactly one is stored, the others hear where the stream is", async () => {
    const { store, rival } = await open();
    const stores = [store, rival(), rival(), rival(), rival()];
    const streamId = newStreamId();
    for (const round of [1, 2, 3]) {
      const racing = stores.flatMap((each) =>
        newEvents(4).map((event) => each.append({ streamId, expectedVersion: round - 1, events: [event] })),
      );
      const outcomes = await Promise.all(racing);
      const lost = outcomes.filter(({ outcome }) => outcome !== "appended");
      expect(lost).toEqual(Array(19).fill({ outcome: "conflict", currentVersion: round }));
      expect((await store.readStream(streamId)).map(({ version }) => version)).toEqual(oneTo(round));
    }
  });

  test("an append that races with itself is stored once, and everybody hears of the same events", async () => {
    const { store, rival } = await open();
    const streamId = newStreamId();
    const append = { streamId, expectedVersion: 0, events: newEvents(2) };
    const answers = await Promise.all(
      [store, store, rival(), rival(), rival(), rival()].map((each) => each.append(append)),
    );
    const stored = await store.readStream(streamId);
    expect(stored).toHaveLength(2);
    expect(answers.map((answer) => ("events" in answer ? answer.events : answer))).toEqual(Array(6).fill(stored));
    expect(answers.filter(({ outcome }) => outcome === "appended")).toHaveLength(1);
  });

  test("who reads while others write sees each stream from its beginning and each append whole", async () => {
    const { store, rival } = await open();
    const streamId = newStreamId();
    let writing = true;
    const write = async (writer: ConformingStore) => {
      for (let stored = 0; stored < 8;) {
        const expectedVersion = (await writer.readStream(streamId)).length;
        const { outcome } = await writer.append({ streamId, expectedVersion, events: newEvents(3) });
        if (outcome === "appended") stored += 1;
      }
    };
    const read = async () => {
      const lengths: number[] = [];
      while (writing) {
        const events = await store.readStream(streamId);
        expect(events.map(({ version }) => version)).toEqual(oneTo(events.length));
        expectAscending(events);
        lengths.push(events.length);
      }
      return lengths;
    };
    const reading = read();
    await Promise.all([write(rival()), write(rival())]);
    writing = false;
    const lengths = await reading;
    expect(lengths.filter((length) => length % 3 !== 0)).toEqual([]);
    expect(lengths).toEqual(lengths.toSorted((a, b) => a - b));
    expect(await store.readStream(streamId)).toHaveLength(48);
  });

  test("a follower that reads up to the head of the log never passes an append still open", async () => {
    const { store, rival, beginAppend } = await open();
    const slow = note("began first, ends last");
    const finish = await beginAppend(slow);
    const quick = note("began last, ends first");
    await rival().append({ streamId: newStreamId(), expectedVersion: 0, events: [quick] });

    // A store may also refuse to say: nothing is known to be complete yet.
    const head = await store.head().catch(() => 0);
    const before = await store.readAll(0, head, 10);
    await finish();
    const after = await store.readAll(head, await store.head(), 10);

    expect([...before, ...after].map(({ eventId }) => eventId)).toEqual([slow.eventId, quick.eventId]);
    expectAscending([...before, ...after]);
  });
}
