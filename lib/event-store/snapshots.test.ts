import fc from "fast-check";
import postgres from "postgres";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { z } from "zod";
import { createTestDatabase } from "@/lib/database/test-database";
import type { DomainEvent } from "./event";
import { EventStore } from "./event-store";
import { Snapshots, type SnapshotKind } from "./snapshots";
import { StreamStates } from "./stream-states";
import { newEvents, newStreamId } from "./test-events";

const diaryState = z.object({ notes: z.int(), digest: z.int() });
type Diary = z.infer<typeof diaryState>;

/** Tells every history from every other: which notes, and in which order. */
const diary = {
  initialState: { notes: 0, digest: 7 },
  evolve: ({ notes, digest }: Diary, { data }: DomainEvent): Diary => ({
    notes: notes + 1,
    digest: (digest * 31 + JSON.stringify(data).length * 7 + notes) % 1_000_003,
  }),
};
const kind: SnapshotKind<Diary> = { decider: "diary", version: 1, parse: (json) => diaryState.safeParse(json).data };
const snapshotEvery = 10;

async function openDiaries() {
  const database = await createTestDatabase();
  const sql = database.connect();
  const store = new EventStore(sql);
  const folded = { count: 0 };
  const counting = {
    ...diary,
    evolve: (state: Diary, event: DomainEvent) => ((folded.count += 1), diary.evolve(state, event)),
  };
  const cold = (as = kind, onFailure?: (error: unknown) => void) =>
    new StreamStates(store, counting, { snapshots: new Snapshots(sql, store, as, onFailure), snapshotEvery });
  const grow = async (streamId: string, by: number) => {
    const expectedVersion = (await store.readStream(streamId)).length;
    await store.append({ streamId, expectedVersion, events: newEvents(by) });
  };
  /** The stream after `version` events, folded from its events alone, and what a cold reader answers, with its price. */
  const plain = (streamId: string, version: number) => new StreamStates(store, diary).at(streamId, version);
  const readCold = async (streamId: string, as = kind) => {
    folded.count = 0;
    const answer = await cold(as).latest(streamId);
    return { answer, eventsFolded: folded.count };
  };
  const kept = async (streamId: string) => {
    const rows = await sql<{ version: number; decider_version: number }[]>`
      select version, decider_version from snapshots where stream_id = ${streamId}`;
    return rows.map(({ version, decider_version }) => [version, decider_version]);
  };
  const awaitSnapshot = (streamId: string, version: number, deciderVersion = 1) =>
    vi.waitFor(async () => expect(await kept(streamId)).toEqual([[version, deciderVersion]]), { timeout: 10_000 });
  /** A stream of 40 events with a snapshot at its end, and three more events. */
  const longStream = async () => {
    const streamId = newStreamId();
    await grow(streamId, 40);
    await cold().latest(streamId);
    await awaitSnapshot(streamId, 40);
    await grow(streamId, 3);
    return streamId;
  };
  return { database, sql, store, cold, grow, plain, readCold, kept, awaitSnapshot, longStream };
}

/** What may become of the snapshot of a stream, as SQL. */
const harms = {
  "its state was changed": `update snapshots set state = state || '{"notes": 1000}'`,
  "its state is nothing": `update snapshots set state = 'null'`,
  "its checksum was changed": `update snapshots set checksum = 'e3b0c44298fc1c149afbf4c8996fb924'`,
  "it claims to be of an earlier version": `update snapshots set version = version - 1`,
  "it claims to be of an earlier event, id and all": `update snapshots set version = 2, event_id =
    (select event_id from events where version = 2 and events.stream_id = snapshots.stream_id)`,
  "it is ahead of the log": `update snapshots set version = version + 1000`,
  "the event it ends with is another one": `update snapshots set event_id = gen_random_uuid()`,
  "it is another decider version's": `update snapshots set decider_version = 2`,
  "it is another decider's": `delete from snapshots where decider = 'ledger';
    update snapshots set decider = 'ledger'`,
  "it is gone": `delete from snapshots`,
} as const;

/** Gives the snapshots whatever checksum their columns should have, as a writer with a fault would. */
const signAgain = `update snapshots set checksum = encode(sha256(convert_to(jsonb_build_array(
  stream_id, decider, decider_version, version, event_id, state)::text, 'UTF8')), 'hex')`;

describe("the snapshot of a long stream", () => {
  test("spares a cold reader all but the tail", async () => {
    const { plain, readCold, longStream } = await openDiaries();
    const streamId = await longStream();
    const { answer, eventsFolded } = await readCold(streamId);
    expect(answer).toEqual(await plain(streamId, 43));
    expect(eventsFolded).toBe(3);
  });

  test("is read with the tail in one round trip, and the stream without one too", async () => {
    const { database, longStream } = await openDiaries();
    const statements: string[] = [];
    const sql = postgres(database.url, { fetch_types: false, debug: (_, text) => statements.push(text) });
    onTestFinished(() => sql.end());
    const snapshots = new Snapshots(sql, new EventStore(sql), kind);

    for (const streamId of [await longStream(), newStreamId()]) {
      statements.length = 0;
      await snapshots.load(streamId, 1_000);
      expect(statements).toHaveLength(1);
    }
  });

  test("stays when it is behind, at the price of a longer tail, until a reader had to read many events", async () => {
    const { grow, plain, readCold, kept, awaitSnapshot, longStream } = await openDiaries();
    const streamId = await longStream();
    await grow(streamId, 6);
    expect((await readCold(streamId)).eventsFolded).toBe(9);
    expect(await kept(streamId)).toEqual([[40, 1]]);

    await grow(streamId, 1);
    const { answer, eventsFolded } = await readCold(streamId);
    expect([answer, eventsFolded]).toEqual([await plain(streamId, 50), 10]);
    await awaitSnapshot(streamId, 50);
    expect((await readCold(streamId)).eventsFolded).toBe(0);
  });

  test("is not used for a moment before it, nor replaced by one", async () => {
    const { cold, plain, kept, longStream } = await openDiaries();
    const streamId = await longStream();
    for (const moment of [0, 1, 39]) expect(await cold().at(streamId, moment)).toEqual(await plain(streamId, moment));
    expect(await cold().at(streamId, 41)).toEqual(await plain(streamId, 41));
    expect(await kept(streamId)).toEqual([[40, 1]]);
  });

  test.each(Object.entries(harms))("is passed over when %s, and a good one takes its place", async (_, harm) => {
    const { sql, plain, readCold, longStream } = await openDiaries();
    const streamId = await longStream();
    const expected = await plain(streamId, 43);
    await sql.unsafe(harm);

    expect(await readCold(streamId)).toEqual({ answer: expected, eventsFolded: 43 });
    await vi.waitFor(async () => expect((await readCold(streamId)).eventsFolded).toBe(0), { timeout: 10_000 });
    expect((await readCold(streamId)).answer).toEqual(expected);
  });

  test.each([
    ["no state at all", `'[1, 2, 3]'`],
    ["a state that lacks something", `'{"notes": 40}'`],
    ["a state with something of another kind", `'{"notes": "40", "digest": 1}'`],
    ["null", `'null'`],
  ])("is passed over when it is well-formed JSON with a right checksum but %s", async (_, state) => {
    const { sql, plain, readCold, longStream } = await openDiaries();
    const streamId = await longStream();
    await sql.unsafe(`update snapshots set state = ${state}`);
    await sql.unsafe(signAgain);
    expect(await readCold(streamId)).toEqual({ answer: await plain(streamId, 43), eventsFolded: 43 });
  });

  test("of another stream or another log is passed over, though everything about it is in order", async () => {
    const { sql, plain, readCold, longStream } = await openDiaries();
    const [streamId, other] = [await longStream(), await longStream()];
    await sql`delete from snapshots where stream_id = ${streamId}`;
    await sql`update snapshots set stream_id = ${streamId} where stream_id = ${other}`;
    await sql.unsafe(signAgain);
    expect(await readCold(streamId)).toEqual({ answer: await plain(streamId, 43), eventsFolded: 43 });
  });

  test("belongs to one version of the decider: the next one folds anew and leaves its own", async () => {
    const { readCold, awaitSnapshot, longStream } = await openDiaries();
    const streamId = await longStream();
    const next = { ...kind, version: 2 };
    expect((await readCold(streamId, next)).eventsFolded).toBe(43);
    await awaitSnapshot(streamId, 43, 2);
    expect((await readCold(streamId, next)).eventsFolded).toBe(0);
  });
});

describe("taking a snapshot", () => {
  test("is left undone for short streams", async () => {
    const { database, grow, awaitSnapshot } = await openDiaries();
    // With one connection, what is sent first is done first.
    const sql = database.connect(1);
    const store = new EventStore(sql);
    const states = new StreamStates(store, diary, { snapshots: new Snapshots(sql, store, kind), snapshotEvery });
    const [short, long] = [newStreamId(), newStreamId()];
    await grow(short, snapshotEvery - 1);
    await grow(long, snapshotEvery);
    for (const streamId of [short, long]) await states.latest(streamId);
    await awaitSnapshot(long, snapshotEvery);
    expect(await sql`select from snapshots`).toHaveLength(1);
  });

  test("fails no reader when the database refuses it, and says so", async () => {
    const { sql, cold, grow, plain } = await openDiaries();
    await sql`alter table snapshots add constraint full_up check (false)`;
    const streamId = newStreamId();
    await grow(streamId, 25);
    const failures: unknown[] = [];
    expect(await cold(kind, (error) => failures.push(error)).latest(streamId)).toEqual(await plain(streamId, 25));
    await vi.waitFor(() => expect(failures).toMatchObject([{ constraint_name: "full_up" }]));
  });

  test("fails no reader when the state can't be written as JSON, or the connection is gone", async () => {
    const { database, store } = await openDiaries();
    const sql = database.connect(1);
    const failures: unknown[] = [];
    const endless: SnapshotKind<bigint> = { decider: "endless", version: 1, parse: () => undefined };
    const snapshots = new Snapshots(sql, store, endless, (error) => failures.push(error));
    const last = { streamId: newStreamId(), version: 1, eventId: crypto.randomUUID() };
    await snapshots.save(last, 1n);
    await sql.end();
    await new Snapshots(sql, store, kind, (error) => failures.push(error)).save(last, diary.initialState);
    expect(failures).toMatchObject([{ name: "TypeError" }, { code: "CONNECTION_ENDED" }]);
  });

  test("keeps nobody waiting, and happens once for all who read the stream meanwhile", async () => {
    const { database, sql, cold, grow, plain, awaitSnapshot } = await openDiaries();
    const streamId = newStreamId();
    await grow(streamId, 30);
    await sql`create sequence attempts`;
    await sql.unsafe(`create function count_attempt() returns trigger language plpgsql as
      $$ begin perform nextval('attempts'); return null; end $$;
      create trigger counting after insert on snapshots for each statement execute function count_attempt()`);
    const states = cold();

    await database.connect(1).begin(async (locking) => {
      await locking`lock table snapshots in share mode`;
      const answers = await Promise.all(Array.from({ length: 6 }, () => states.latest(streamId)));
      expect(answers).toEqual(Array(6).fill(await plain(streamId, 30)));
    });
    await awaitSnapshot(streamId, 30);
    expect(await sql`select last_value, is_called from attempts`).toEqual([{ last_value: 1, is_called: true }]);
  });
});

test("whatever becomes of the snapshots of a stream, every answer is that of its events", async () => {
  const { sql, store, cold, plain } = await openDiaries();
  const step = fc.oneof(
    { weight: 3, arbitrary: fc.record({ grow: fc.constantFrom(1, 3, 12, 25) }) },
    { weight: 2, arbitrary: fc.record({ look: fc.nat({ max: 80 }), forget: fc.boolean() }) },
    { weight: 2, arbitrary: fc.record({ harm: fc.constantFrom(...Object.values(harms)), sign: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ deciderVersion: fc.constantFrom(1, 2) }) },
  );
  // Of a lie in a row that is otherwise in order, checksum included, nothing can tell.
  const lies = new Set<string>([
    harms["its state was changed"],
    harms["it claims to be of an earlier event, id and all"],
  ]);
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), async (steps) => {
      const streamId = newStreamId();
      let as = kind;
      let states = cold(as);
      let [length, looked] = [0, 0];
      for (const what of steps) {
        if ("grow" in what) {
          await store.append({ streamId, expectedVersion: length, events: newEvents(what.grow) });
          length += what.grow;
        } else if ("harm" in what) {
          await sql.unsafe(what.harm);
          if (what.sign && !lies.has(what.harm)) await sql.unsafe(signAgain);
        } else if ("deciderVersion" in what) {
          as = { ...kind, version: what.deciderVersion };
          states = cold(as);
        } else {
          looked = what.look;
          if (what.forget) states = cold(as);
        }
        expect(await states.at(streamId, looked)).toEqual(await plain(streamId, looked));
        const expected = await plain(streamId, length);
        expect(await states.latest(streamId)).toEqual(expected);
        expect(await cold(as).latest(streamId)).toEqual(expected);
      }
    }),
    { numRuns: 60 },
  );
});
