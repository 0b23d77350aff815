import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createTestDatabase } from "@/lib/database/test-database";
import { EventStore } from "./event-store";
import { newStreamId, note } from "./test-events";
import { schemaVersionOf, upcastWith, type Upcasters } from "./upcaster";

// A made-up guest book. First a guest was one string; then the name had two parts; then the hour was written down as well.
type Signed1 = { readonly guest: string };
type Signed2 = { readonly guest: { readonly first: string; readonly last: string } };
type Signed3 = Signed2 & { readonly hour: number | null };

const upcasters: Upcasters<"signed" | "leafTurned"> = {
  signed: [
    (data): Signed2 => {
      const [first = "", ...rest] = (data as Signed1).guest.split(" ");
      return { guest: { first, last: rest.join(" ") } };
    },
    (data): Signed3 => ({ ...(data as Signed2), hour: null }),
  ],
  leafTurned: [],
};
const upcast = upcastWith(upcasters);

function signed(schemaVersion: number, data: unknown) {
  return { ...note(""), event: { type: "signed", data }, schemaVersion };
}

describe("an event type with three versions", () => {
  test("is stored as its newest, one that never changed as its first", () => {
    expect(schemaVersionOf(upcasters, "signed")).toBe(3);
    expect(schemaVersionOf(upcasters, "leafTurned")).toBe(1);
  });

  test("is read in the shape of today, wherever it is read, and stays stored as it was", async () => {
    const sql = (await createTestDatabase()).connect();
    const store = new EventStore(sql, undefined, { upcast });
    const shapes = [
      { guest: "Ada Clerk" },
      { guest: { first: "Ben", last: "Page" } },
      { guest: { first: "Cleo", last: "Quire" }, hour: 11 },
    ];
    const events = shapes.map((data, index) => signed(index + 1, data));
    const streamId = newStreamId();
    await store.append({ streamId, expectedVersion: 0, events });

    const today = [
      [1, { guest: { first: "Ada", last: "Clerk" }, hour: null }],
      [2, { guest: { first: "Ben", last: "Page" }, hour: null }],
      [3, { guest: { first: "Cleo", last: "Quire" }, hour: 11 }],
    ];
    const readings = [
      await store.readStream(streamId),
      await store.readAll(0, await store.head(), 10),
      await store.findByIds(events.map(({ eventId }) => eventId)),
    ];
    for (const read of readings) expect(read.map((each) => [each.schemaVersion, each.event.data])).toEqual(today);
    const again = await store.append({ streamId, expectedVersion: 0, events });
    expect(again).toEqual({ outcome: "duplicate", events: readings[0] });
    expect(await sql`select schema_version, data from events order by version`).toEqual(
      shapes.map((data, index) => ({ schema_version: index + 1, data })),
    );
  });

  test("is refused in a version that only a newer release knows, and in one that never was", async () => {
    const store = new EventStore((await createTestDatabase()).connect(), undefined, { upcast });
    const streamId = newStreamId();
    await store.append({ streamId, expectedVersion: 0, events: [signed(4, { visitor: "Dora" })] });
    await expect(store.readStream(streamId)).rejects.toThrow(
      "“signed” is stored with schema version 4; this release knows 1 to 3.",
    );
    for (const never of [0, -1, 1.5, Number.NaN]) expect(() => upcast("signed", never, {})).toThrow("this release");
  });
});

test("each version takes the steps after it, in order and each once", () => {
  fc.assert(
    fc.property(fc.nat(6), fc.nat(6), (steps, past) => {
      const recording = Array.from({ length: steps }, (_, n) => (data: unknown) => [...(data as number[]), n + 2]);
      const from = Math.min(past, steps) + 1;
      const expected = Array.from({ length: steps - from + 1 }, (_, n) => from + n + 1);
      expect(upcastWith({ grew: recording })("grew", from, [])).toEqual(expected);
    }),
  );
});

test("types without upcasters pass as they are, in any version", () => {
  for (const type of ["noted", "constructor", "__proto__", "toString", ""]) {
    const data = { text: type };
    expect(upcast(type, 7, data)).toBe(data);
  }
});
