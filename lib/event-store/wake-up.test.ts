import { expect, test, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/lib/database/test-database";
import { EventStore } from "./event-store";
import { newStreamId, note } from "./test-events";
import { WakeUp } from "./wake-up";

const withinASecond = { timeout: 1_000, interval: 5 };

/** A process of its own, as far as the database can tell. */
async function openProcess(database: TestDatabase) {
  const sql = database.connect(3);
  const wakeUp = new WakeUp(sql);
  const store = new EventStore(sql, (streamIds) => wakeUp.appended(streamIds));
  await wakeUp.listen();
  return { wakeUp, store };
}

async function listenToChannel(database: TestDatabase): Promise<string[]> {
  const payloads: string[] = [];
  await database.connect(1).listen("cartulary_appended", (payload) => payloads.push(payload));
  return payloads;
}

test("another process hears of an append within a second, and only those who follow its stream", async () => {
  const database = await createTestDatabase();
  const [writer, reader] = [await openProcess(database), await openProcess(database)];
  const [streamId, quiet] = [newStreamId(), newStreamId()];
  const [followed, other, any] = [vi.fn<() => void>(), vi.fn<() => void>(), vi.fn<() => void>()];
  reader.wakeUp.onAppendTo(streamId, followed);
  reader.wakeUp.onAppendTo(quiet, other);
  reader.wakeUp.onAnyAppend(any);

  await writer.store.append({ streamId, expectedVersion: 0, events: [note("news")] });

  await vi.waitFor(() => expect(followed).toHaveBeenCalled(), withinASecond);
  expect(any).toHaveBeenCalled();
  expect(other).not.toHaveBeenCalled();
});

test("the own process hears of an append before the append answers", async () => {
  const { store, wakeUp } = await openProcess(await createTestDatabase());
  const streamId = newStreamId();
  const heard = vi.fn<() => void>();
  wakeUp.onAppendTo(streamId, heard);
  await store.append({ streamId, expectedVersion: 0, events: [note("news")] });
  expect(heard).toHaveBeenCalled();
});

test("who has stopped listening hears nothing more", async () => {
  const { store, wakeUp } = await openProcess(await createTestDatabase());
  const streamId = newStreamId();
  const [stopped, listening] = [vi.fn<() => void>(), vi.fn<() => void>()];
  wakeUp.onAppendTo(streamId, stopped)();
  wakeUp.onAnyAppend(stopped)();
  wakeUp.onAppendTo(streamId, listening);
  await store.append({ streamId, expectedVersion: 0, events: [note("news")] });
  expect(listening).toHaveBeenCalled();
  expect(stopped).not.toHaveBeenCalled();
});

test("a burst of appends travels as one notification that names its streams", async () => {
  const database = await createTestDatabase();
  const payloads = await listenToChannel(database);
  const wakeUp = new WakeUp(database.connect(2));
  const streams = Array.from({ length: 30 }, newStreamId);
  for (const streamId of streams) wakeUp.appended([streamId, streamId]);

  await vi.waitFor(() => expect(payloads).toEqual([streams.join(",")]), withinASecond);
});

test.each([
  ["more streams than fit by number", Array.from({ length: 1_000 }, newStreamId)],
  [
    "more streams than fit by length",
    Array.from({ length: 100 }, (_, n) => `a-category-${"with-a-long-name-".repeat(5)}-${n}`),
  ],
])("%s coalesce to one notification that wakes everybody", async (_, streams) => {
  const database = await createTestDatabase();
  const payloads = await listenToChannel(database);
  const [writer, reader] = [await openProcess(database), await openProcess(database)];
  const heard = vi.fn<() => void>();
  reader.wakeUp.onAppendTo(streams.at(-1) ?? "", heard);

  writer.wakeUp.appended(streams);

  await vi.waitFor(() => expect(heard).toHaveBeenCalled(), withinASecond);
  await vi.waitFor(() => expect(payloads).toEqual(["*"]), withinASecond);
});

test("what was appended just before stopping is still told to the others", async () => {
  const database = await createTestDatabase();
  const payloads = await listenToChannel(database);
  const { wakeUp } = await openProcess(database);
  const streamId = newStreamId();
  wakeUp.appended([streamId]);
  await wakeUp.stop();
  await vi.waitFor(() => expect(payloads).toEqual([streamId]), withinASecond);
});
