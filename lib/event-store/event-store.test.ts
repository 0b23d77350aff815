import { describe, expect, test } from "vitest";
import { createTestDatabase } from "@/lib/database/test-database";
import { EventStore } from "./event-store";
import { newStreamId, note } from "./test-events";

async function openLog() {
  const database = await createTestDatabase();
  const sql = database.connect();
  return { database, sql, store: new EventStore(sql) };
}

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
  await store.appendBatch([
    { streamId: refused, expectedVersion: 5, events: [note("refused in a batch")] },
    { streamId: grown, expectedVersion: 1, events: [note("stored in a batch")] },
  ]);

  expect(told).toEqual([grown, grown]);
  expect(await Promise.all(readable)).toEqual([1, 2]);
});

test("an event was recorded at the same moment, whoever reads its stream or the whole log, in whatever time zone", async () => {
  const { database, sql } = await openLog();
  const streamId = newStreamId();
  const times = ["2026-11-20T15:00:00Z", "2026-11-20T15:00:00.12Z", "2026-11-20T15:00:00.123456Z"];
  await sql`
    insert into events (stream_id, version, event_id, type, schema_version, data, metadata, recorded_at)
    select ${streamId}, n, gen_random_uuid(), 'noted', 1, '{}', '{}', at
    from unnest(${times}::text[]::timestamptz[]) with ordinality as recorded (at, n)`;
  const [current] = await sql<{ name: string }[]>`select current_database() as name`;
  for (const zone of ["UTC", "Asia/Kolkata"]) {
    await sql.unsafe(`alter database ${current?.name} set timezone to '${zone}'`);
    const store = new EventStore(database.connect());
    const read = await store.readStream(streamId);
    expect(read.map(({ recordedAt }) => recordedAt)).toEqual([
      "2026-11-20T15:00:00.000Z",
      "2026-11-20T15:00:00.120Z",
      "2026-11-20T15:00:00.123Z",
    ]);
    expect(await store.readAll(0, 100, 100)).toEqual(read);
  }
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
