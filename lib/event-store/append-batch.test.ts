import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createTestDatabase } from "@/lib/database/test-database";
import type { Append } from "./event";
import { EventStore, type BatchOutcome } from "./event-store";
import { newStreamId, note } from "./test-events";

async function openLog() {
  const database = await createTestDatabase();
  const sql = database.connect(2);
  const told: string[] = [];
  return { told, sql, store: new EventStore(sql, (streamIds) => told.push(...streamIds)) };
}

describe("a batch of appends", () => {
  test("gives each append its own outcome, in order, and neighbours of a refused one are stored", async () => {
    const { store, told } = await openLog();
    const [fresh, grown, stale, repeated] = [newStreamId(), newStreamId(), newStreamId(), newStreamId()];
    const sentBefore = note("sent before");
    await store.append({ streamId: grown, expectedVersion: 0, events: [note("one")] });
    await store.append({ streamId: stale, expectedVersion: 0, events: [note("one"), note("two")] });
    await store.append({ streamId: repeated, expectedVersion: 0, events: [sentBefore] });
    told.length = 0;

    const outcomes = await store.appendBatch([
      { streamId: stale, expectedVersion: 1, events: [note("too late")] },
      { streamId: fresh, expectedVersion: 0, events: [note("a"), note("b"), note("c")] },
      { streamId: repeated, expectedVersion: 0, events: [sentBefore, note("never alone")] },
      { streamId: grown, expectedVersion: 1, events: [note("two")] },
    ]);

    expect(outcomes).toEqual<BatchOutcome[]>([
      { outcome: "conflict", version: 2 },
      { outcome: "appended", version: 3 },
      { outcome: "duplicate", version: 1 },
      { outcome: "appended", version: 2 },
    ]);
    expect((await store.readStream(fresh)).map(({ event }) => event.data)).toEqual([
      { text: "a" },
      { text: "b" },
      { text: "c" },
    ]);
    expect(await store.readStream(stale)).toHaveLength(2);
    expect(await store.readStream(repeated)).toHaveLength(1);
    expect(told).toEqual([fresh, grown]);
  });

  test("draws positions in the order of the batch", async () => {
    const { store, sql } = await openLog();
    const appends = Array.from({ length: 200 }, (_, n) => ({
      streamId: newStreamId(),
      expectedVersion: 0,
      events: [note(`${n} first`), note(`${n} second`)],
    }));
    await store.appendBatch(appends);

    const rows = await sql<{ event_id: string }[]>`select event_id from events order by position`;
    expect(rows.map((row) => row.event_id)).toEqual(
      appends.flatMap(({ events }) => events.map(({ eventId }) => eventId)),
    );
  });

  test("of nothing answers nothing", async () => {
    const { store } = await openLog();
    expect(await store.appendBatch([])).toEqual([]);
  });

  test("comes to the same as its appends one by one, whatever they are", async () => {
    const [batched, single] = [await openLog(), await openLog()];
    const append = fc.record({ expectedVersion: fc.nat(4), count: fc.nat(3), repeats: fc.boolean() });
    const batches = fc.array(fc.array(append, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 });

    await fc.assert(
      fc.asyncProperty(batches, async (script) => {
        const streams = Array.from({ length: 4 }, newStreamId);
        const sent = streams.map((): Append["events"] => []);
        for (const step of script) {
          const appends = step.map(({ expectedVersion, count, repeats }, index): Append => {
            const fresh = Array.from({ length: count }, (_, n) => note(`event ${n}`));
            return {
              streamId: streams[index] ?? "",
              expectedVersion,
              events: repeats ? [...(sent[index] ?? []), ...fresh] : fresh,
            };
          });
          appends.forEach(({ events }, index) => (sent[index] = events.slice(0, 1)));
          expect(await batched.store.appendBatch(appends)).toEqual(await oneByOne(single.store, appends));
        }
        for (const streamId of streams) {
          expect(await contents(batched.store, streamId)).toEqual(await contents(single.store, streamId));
        }
      }),
      { numRuns: 40 },
    );
  });
});

async function oneByOne(store: EventStore, appends: readonly Append[]): Promise<BatchOutcome[]> {
  const outcomes: BatchOutcome[] = [];
  for (const append of appends) {
    const { outcome } = await store.append(append);
    outcomes.push({ outcome, version: (await store.readStream(append.streamId)).length });
  }
  return outcomes;
}

async function contents(store: EventStore, streamId: string) {
  const events = await store.readStream(streamId);
  return events.map(({ position: _position, recordedAt: _recordedAt, ...rest }) => rest);
}
