import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createTestDatabase } from "@/lib/database/test-database";
import { EventStore } from "./event-store";
import { newStreamId, note } from "./test-events";

async function openLog() {
  const database = await createTestDatabase();
  const sql = database.connect();
  return { database, sql, store: new EventStore(sql) };
}

describe("appending", () => {
  test("of 50 racing appends that expect the same version exactly one is stored, the others hear where the stream is", async () => {
    const { database } = await openLog();
    const stores = Array.from({ length: 10 }, () => new EventStore(database.connect(2)));
    const streamId = newStreamId();
    const race = async (expectedVersion: number) =>
      Promise.all(
        Array.from({ length: 50 }, (_, index) => {
          const store = stores[index % stores.length] ?? new EventStore(database.connect(1));
          return store.append({ streamId, expectedVersion, events: [note(`racer ${index}`)] });
        }),
      );

    for (const round of [1, 2, 3]) {
      const outcomes = await race(round - 1);
      expect(outcomes.filter(({ outcome }) => outcome === "appended")).toHaveLength(1);
      const conflicts = outcomes.filter(({ outcome }) => outcome !== "appended");
      expect(conflicts).toEqual(Array(49).fill({ outcome: "conflict", currentVersion: round }));
      const stored = await new EventStore(database.connect(1)).readStream(streamId);
      expect(stored.map(({ version }) => version)).toEqual(Array.from({ length: round }, (_, index) => index + 1));
    }
  });

  test("an append answers with the events as a reader will find them", async () => {
    const { store } = await openLog();
    const streamId = newStreamId();
    const answer = await store.append({ streamId, expectedVersion: 0, events: [note("one"), note("two")] });

    if (answer.outcome !== "appended") throw new Error(answer.outcome);
    expect(answer.events).toEqual(await store.readStream(streamId));
    expect(answer.events.map(({ version, position }) => [version, typeof position])).toEqual([
      [1, "number"],
      [2, "number"],
    ]);
  });

  test("an append that expects a version the stream doesn't have yet is a conflict", async () => {
    const { store } = await openLog();
    const answer = await store.append({
      streamId: newStreamId(),
      expectedVersion: 1,
      events: [note("from the future")],
    });
    expect(answer).toEqual({ outcome: "conflict", currentVersion: 0 });
  });

  test("several events are stored all or none, even when only the last of them can't be", async () => {
    const { store, sql } = await openLog();
    const streamId = newStreamId();
    const twice = note("the same event twice");
    const unreadable = note("nul \u0000 byte");

    await expect(store.append({ streamId, expectedVersion: 0, events: [note("fine"), twice, twice] })).rejects.toThrow(
      "events_event_id",
    );
    await expect(store.append({ streamId, expectedVersion: 0, events: [note("fine"), unreadable] })).rejects.toThrow(
      "Unicode",
    );

    expect(await store.readStream(streamId)).toEqual([]);
    expect(await sql`select from events`).toHaveLength(0);
  });

  test("the streams that grew are told after the commit, and those of refused appends are not", async () => {
    const { sql } = await openLog();
    const told: string[] = [];
    const reader = new EventStore(sql);
    const readable: Promise<number>[] = [];
    const store = new EventStore(sql, (streamIds) => {
      told.push(...streamIds);
      readable.push(...streamIds.map(async (id) => (await reader.readStream(id)).length));
    });
    const [grown, refused] = [newStreamId(), newStreamId()];

    await store.append({ streamId: grown, expectedVersion: 0, events: [note("stored")] });
    await store.append({ streamId: refused, expectedVersion: 5, events: [note("refused")] });

    expect(told).toEqual([grown]);
    expect(await Promise.all(readable)).toEqual([1]);
  });
});

describe("sending the same append again", () => {
  test("stores it once and answers with the events stored then, wherever the stream is now", async () => {
    const { store } = await openLog();
    const streamId = newStreamId();
    const append = { streamId, expectedVersion: 0, events: [note("first"), note("second")] };

    const first = await store.append(append);
    await store.append({ streamId, expectedVersion: 2, events: [note("third")] });
    const again = await store.append(append);

    if (first.outcome !== "appended") throw new Error(first.outcome);
    expect(again).toEqual({ outcome: "duplicate", events: first.events });
    expect(await store.readStream(streamId)).toHaveLength(3);
  });

  test("racing with itself from ten clients it is stored once, and every client hears of the same event", async () => {
    const { database, store } = await openLog();
    const streamId = newStreamId();
    const append = { streamId, expectedVersion: 0, events: [note("once", { commandId: randomUUID() })] };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => new EventStore(database.connect(1)).append(append)),
    );

    const stored = await store.readStream(streamId);
    expect(stored).toHaveLength(1);
    expect(answers.map((answer) => ("events" in answer ? answer.events : answer))).toEqual(Array(10).fill(stored));
    expect(answers.filter(({ outcome }) => outcome === "appended")).toHaveLength(1);
  });
});

describe("the log is append-only", () => {
  test.each([
    ["UPDATE", "update events set type = 'forged'"],
    [
      "UPDATE",
      "insert into events overriding system value select * from events on conflict (event_id) do update set type = 'forged'",
    ],
    ["DELETE", "delete from events"],
    ["DELETE", "delete from events where false"],
    ["TRUNCATE", "truncate events"],
    ["TRUNCATE", "truncate events restart identity cascade"],
  ])("%s is refused, for a superuser too: %s", async (operation, statement) => {
    const { store, sql } = await openLog();
    const streamId = newStreamId();
    await store.append({ streamId, expectedVersion: 0, events: [note("as it was")] });
    const before = await store.readStream(streamId);
    const [user] = await sql<{ rolsuper: boolean }[]>`select rolsuper from pg_roles where rolname = current_user`;
    expect(user).toEqual({ rolsuper: true });

    await expect(sql.unsafe(statement)).rejects.toThrow(
      `The log is append-only: ${operation} on events is refused. Append a correcting event instead.`,
    );

    expect(await store.readStream(streamId)).toEqual(before);
  });
});

describe("reading", () => {
  test("a stream is read after one version and up to another, oldest first; an unknown one is empty", async () => {
    const { store } = await openLog();
    const [streamId, other] = [newStreamId(), newStreamId()];
    await store.append({ streamId: other, expectedVersion: 0, events: [note("of another stream")] });
    await store.append({ streamId, expectedVersion: 0, events: ["a", "b", "c", "d", "e"].map((text) => note(text)) });
    const texts = async (bounds?: { after?: number; upTo?: number }) =>
      (await store.readStream(streamId, bounds)).map(({ version, event }) => [version, event.data]);

    expect(await texts()).toHaveLength(5);
    expect(await texts({ after: 1, upTo: 3 })).toEqual([
      [2, { text: "b" }],
      [3, { text: "c" }],
    ]);
    expect(await texts({ after: 4 })).toEqual([[5, { text: "e" }]]);
    expect(await texts({ upTo: 1 })).toEqual([[1, { text: "a" }]]);
    expect(await texts({ after: 5 })).toEqual([]);
    expect(await texts({ upTo: 0 })).toEqual([]);
    expect(await store.readStream(newStreamId())).toEqual([]);
  });

  test("the whole log is read after one position and up to another, no more than asked for", async () => {
    const { store } = await openLog();
    for (const text of ["a", "b", "c", "d"]) {
      await store.append({ streamId: newStreamId(), expectedVersion: 0, events: [note(text)] });
    }
    const positions = async (after: number, upTo: number, limit: number) =>
      (await store.readAll(after, upTo, limit)).map(({ position }) => position);

    expect(await positions(0, 4, 10)).toEqual([1, 2, 3, 4]);
    expect(await positions(1, 3, 10)).toEqual([2, 3]);
    expect(await positions(0, 4, 2)).toEqual([1, 2]);
    expect(await positions(4, 4, 10)).toEqual([]);
  });

  test.each([
    ["letters of every kind", "Ærøskøbing, Łódź, 墨, قلم, ὡροσκόπος"],
    ["emoji, joined ones too", "🕰️ 👩‍🎨 🏴‍☠️"],
    ["quotes and backslashes", `"it's" \\ \\\\ \\n \\u0041 {"a":"b"} {c,d} NULL`],
    ["line ends and tabs", "one\ntwo\r\n\tthree"],
    ["nothing", ""],
  ])("data survives as it was written: %s", async (_, text) => {
    const { store } = await openLog();
    const streamId = newStreamId();
    const written = note(text);
    const signed = { ...written, metadata: { ...written.metadata, reason: text } };
    await store.append({ streamId, expectedVersion: 0, events: [signed, note("neighbour")] });

    const [stored] = await store.readStream(streamId);
    expect(stored?.event).toEqual({ type: "noted", data: { text } });
    expect(stored?.metadata.reason).toBe(text);
  });

  test("a NUL character, which Postgres can't keep, is refused by an error and nothing is stored", async () => {
    const { store } = await openLog();
    const streamId = newStreamId();
    await expect(store.append({ streamId, expectedVersion: 0, events: [note("a\u0000b")] })).rejects.toMatchObject({
      code: "22P05",
    });
    expect(await store.readStream(streamId)).toEqual([]);
  });
});
