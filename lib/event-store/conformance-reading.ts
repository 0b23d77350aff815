import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { everything, expectAscending, refusal, textOf, unstorable, type Open } from "./conformance-log";
import { newEvents, newStreamId, note } from "./test-events";

/** Streams, the whole log, and single events. */
export function describeReading(open: Open): void {
  test("gives a stream after one version and up to another, oldest first; an unknown one is empty", async () => {
    const { store } = await open();
    const [streamId, other] = [newStreamId(), newStreamId()];
    await store.append({ streamId: other, expectedVersion: 0, events: [note("of another stream")] });
    await store.append({ streamId, expectedVersion: 0, events: ["a", "b", "c", "d", "e"].map((text) => note(text)) });
    const texts = async (bounds?: { after?: number; upTo?: number }) =>
      (await store.readStream(streamId, bounds)).map(textOf).join("");

    expect(await texts()).toBe("abcde");
    expect(await texts({ after: 1, upTo: 3 })).toBe("bc");
    expect(await texts({ after: 4 })).toBe("e");
    expect(await texts({ upTo: 1 })).toBe("a");
    for (const nothing of [{ after: 5 }, { upTo: 0 }, { after: 3, upTo: 2 }]) expect(await texts(nothing)).toBe("");
    expect(await store.readStream(newStreamId())).toEqual([]);
  });

  test("gives the whole log in the order of its appends, after one position and up to another, no more than asked for", async () => {
    const { store } = await open();
    const [first, second] = [newStreamId(), newStreamId()];
    for (const [streamId, expectedVersion, text] of [
      [first, 0, "a"],
      [second, 0, "b"],
      [first, 1, "c"],
      [second, 1, "d"],
    ] as const)
      await store.append({ streamId, expectedVersion, events: [note(text)] });
    const all = await everything(store);
    const [a, b, c, d] = all.map(({ position }) => position) as [number, number, number, number];
    const texts = async (...bounds: [number, number, number]) => (await store.readAll(...bounds)).map(textOf).join("");

    expect(all.map(textOf).join("")).toBe("abcd");
    expectAscending(all);
    expect(await texts(a, c, 10)).toBe("bc");
    expect(await texts(0, d, 2)).toBe("ab");
    expect(await texts(b - 1, d, 1)).toBe("b");
    expect((await texts(d, d, 10)) + (await texts(0, d, 0))).toBe("");
    expect(await store.head()).toBeGreaterThanOrEqual(d);
  });

  test("finds events by their ids, by position, each once; ids of nothing find nothing", async () => {
    const { store } = await open();
    const events = newEvents(3);
    for (const event of events) await store.append({ streamId: newStreamId(), expectedVersion: 0, events: [event] });
    const [a, b, c] = await everything(store);
    const ids = [c, a, c].map((stored) => stored?.eventId ?? "");
    expect(await store.findByIds([...ids, randomUUID()])).toEqual([a, c]);
    expect(await store.findByIds(events.map(({ eventId }) => eventId))).toEqual([a, b, c]);
    expect(await store.findByIds([])).toEqual([]);
  });

  test("an empty log has its head at 0", async () => {
    const { store } = await open();
    expect(await store.head()).toBe(0);
    expect(await store.readAll(0, 1_000_000, 10)).toEqual([]);
  });
}

const oddTexts = {
  "letters of every kind": "Ærøskøbing, Łódź, 墨, ὡροσκόπος",
  "letters from right to left, with marks that turn the order": "قلم \u202eעט\u202c \u200f",
  "emoji, joined ones too": "🕰️ 👩‍🎨 🏴‍☠️",
  "accents in either normal form": "\u00e9 e\u0301",
  "quotes and backslashes": `"it's" \\ \\\\ \\n \\u0041 \\u0000 {"a":"b"} {c,d} NULL $1 $$ -- ; /*`,
  "control characters": "one\ntwo\r\n\tthree \u0001\u001b\u007f\u0085\u2028\ufeff\uffff",
  nothing: "",
  "a million letters": "墨x".repeat(500_000),
};

/** Odd texts, odd numbers, and what can't be stored. */
export function describeContents(open: Open): void {
  test("survives as it was written: odd texts", async () => {
    const { store } = await open();
    for (const text of Object.values(oddTexts)) {
      const streamId = newStreamId();
      const written = note(text);
      const signed = { ...written, metadata: { ...written.metadata, reason: text } };
      await store.append({ streamId, expectedVersion: 0, events: [signed, note("neighbour")] });
      await store.appendBatch([{ streamId, expectedVersion: 2, events: [note(text)] }]);

      const [stored, neighbour, batched] = await store.readStream(streamId);
      expect(stored).toMatchObject({ event: written.event, metadata: signed.metadata });
      expect([neighbour, batched].map((each) => each && textOf(each))).toEqual(["neighbour", text]);
    }
  });

  test("survives as it was written: whatever JSON can say, numbers at the edge too", async () => {
    const { store } = await open();
    const edges = [
      0,
      -1,
      1.5,
      2 ** 53,
      -(2 ** 53),
      2 ** 53 - 1,
      Number.MAX_VALUE,
      Number.MIN_VALUE,
      1e21,
      1e-7,
      0.1 + 0.2,
    ];
    const strange = { "": null, constructor: [[], {}], 'a"b\\c': true, "🕰️": edges };
    // Every character but NUL and halves of pairs; JSON itself makes 0 of -0.
    const character = fc.integer({ min: 1, max: 0xd7ff }).map((code) => String.fromCharCode(code));
    const json = fc.jsonValue({ stringUnit: character }).map((value) => JSON.parse(JSON.stringify(value)) as unknown);
    const keeps = async (data: unknown) => {
      const streamId = newStreamId();
      await store.append({ streamId, expectedVersion: 0, events: [{ ...note(""), event: { type: "said", data } }] });
      expect((await store.readStream(streamId)).map(({ event }) => event)).toEqual([{ type: "said", data }]);
    };
    await keeps({ ...strange, proto: JSON.parse('{"__proto__": 1}') as unknown });
    await fc.assert(fc.asyncProperty(json, keeps), { numRuns: 150 });
  });

  test("is never half of it: text that can't be stored is refused by an error, and the log stays as it was", async () => {
    const { store } = await open();
    const streamId = newStreamId();
    const { metadata } = note("");
    for (const text of Object.values(unstorable))
      for (const event of [note(text), { ...note("fine"), metadata: { ...metadata, reason: text } }])
        await expect(store.append({ streamId, expectedVersion: 0, events: [event] })).rejects.toThrow(refusal);
    expect(await everything(store)).toEqual([]);
    const after = await store.append({ streamId, expectedVersion: 0, events: newEvents(1) });
    expect(after.outcome).toBe("appended");
  });

  test("keeps type, schema version and metadata beside the data", async () => {
    const { store } = await open();
    const streamId = newStreamId();
    const metadata = {
      ...note("").metadata,
      reason: "asked",
      causationId: randomUUID(),
      occurredAt: "2010-12-01T08:26:00.000Z",
    };
    const event = { ...note("signed"), schemaVersion: 32_767, metadata };
    await store.append({ streamId, expectedVersion: 0, events: [event] });
    const [stored] = await store.readStream(streamId);
    expect(stored).toMatchObject({ ...event, streamId, version: 1 });
    expect(new Date(stored?.recordedAt ?? "").toISOString()).toBe(stored?.recordedAt);
  });
}
