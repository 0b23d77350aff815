import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { connect } from "@/lib/database/connection";
import { eventIdOf } from "./derived-id";
import { EventStore } from "./event-store";
import type { HandleResult } from "./handle";
import { openLossyConnection } from "./lossy-connection";
import { newStreamId, loadStream } from "./test-events";
import { counted, eventsOf, handleVisits, openLog, send, visitBook, type VisitEvent, type Visits } from "./test-visits";

describe("commands on one stream", () => {
  test("of 20 sent at once all are accepted, and all 20 are counted", async () => {
    const { store, streamId } = await openLog();
    const results = await Promise.all(
      Array.from({ length: 20 }, () => handleVisits(store, streamId, [send({ type: "count", visits: 1 })])),
    );

    expect(results.flatMap((result) => result.outcomes.map(({ outcome }) => outcome))).toEqual(
      Array(20).fill("accepted"),
    );
    const stored = await loadStream(store, visitBook, streamId);
    expect([stored.version, stored.state]).toEqual([20, 20]);
    const eventIds = results
      .flatMap(eventsOf)
      .flat()
      .map((event) => (typeof event === "string" ? event : event.eventId));
    expect(eventIds.toSorted()).toEqual(stored.events.map(({ eventId }) => eventId).toSorted());
  });

  test("a batch is one append: each command sees what the ones before it did, a rejected one stops nobody", async () => {
    const { store, streamId } = await openLog();
    const result = await handleVisits(store, streamId, [
      send({ type: "countUpTo", limit: 3 }),
      send({ type: "countUpTo", limit: 3 }),
      send({ type: "countUpTo", limit: 2 }),
      send({ type: "countTwice" }),
    ]);

    expect(result.outcomes.map(({ outcome }) => outcome)).toEqual(["accepted", "unchanged", "rejected", "accepted"]);
    expect([result.version, result.state]).toEqual([3, 5]);
    const stored = await store.readStream(streamId);
    expect(
      eventsOf(result)
        .filter((events) => typeof events !== "string")
        .flat(),
    ).toEqual(stored);
    expect(result.position).toBe(stored.at(-1)?.position);
  });

  test("a command that changes nothing leaves no trace", async () => {
    const { store, streamId } = await openLog();
    const result = await handleVisits(store, streamId, [send({ type: "countUpTo", limit: 0 })]);
    expect(result).toMatchObject({ version: 0, position: 0, state: 0, outcomes: [{ outcome: "unchanged" }] });
    expect(await store.readStream(streamId)).toEqual([]);
  });

  test("a new stream is opened with its first event, and not opened for a rejection", async () => {
    const { store, streamId } = await openLog();
    const opening = () => send({ type: "openBook" }, "0f0e8a52-2f1d-5c39-a6ae-6e5c9c1c1f10");
    await handleVisits(store, streamId, [send({ type: "countUpTo", limit: -1 })], { opening });
    expect(await store.readStream(streamId)).toEqual([]);

    await Promise.all(
      Array.from({ length: 5 }, () => handleVisits(store, streamId, [send({ type: "count", visits: 1 })], { opening })),
    );
    const types = (await store.readStream(streamId)).map(({ event }) => event.type);
    expect(types).toEqual(["bookOpened", ...Array<string>(5).fill("counted")]);
  });
});

describe("the same command sent again", () => {
  test("is stored once and answered with the same events", async () => {
    const { store, streamId } = await openLog();
    const command = send({ type: "countTwice" });
    const first = await handleVisits(store, streamId, [command]);
    const again = await handleVisits(store, streamId, [command]);

    expect(eventsOf(again)).toEqual(eventsOf(first));
    expect(again).toMatchObject({ version: 2, state: 2, position: first.position });
    expect(eventsOf(first).flat()).toEqual(await store.readStream(streamId));
  });

  test("with its id in capitals is still the same command", async () => {
    const { store, streamId } = await openLog();
    const commandId = randomUUID();
    const first = await handleVisits(store, streamId, [send({ type: "count", visits: 1 }, commandId)]);
    const again = await handleVisits(store, streamId, [send({ type: "count", visits: 1 }, commandId.toUpperCase())]);
    expect(eventsOf(again)).toEqual(eventsOf(first));
  });

  test("after its answer was lost on the way is stored once and answered", async () => {
    const { database, store, streamId } = await openLog();
    const lossy = await openLossyConnection(database.url);
    const sql = connect(lossy.url, { max: 1 });
    const shaky = new EventStore(sql);
    const command = send({ type: "countTwice" });
    // Prepares the statement, so that the next one is a single message there and back.
    await handleVisits(shaky, newStreamId(), [send({ type: "count", visits: 1 })]);

    const lost = shaky.append({
      streamId,
      expectedVersion: 0,
      events: [0, 1].map((index) => ({
        eventId: eventIdOf(command.commandId, index),
        event: counted(1),
        schemaVersion: 1,
        metadata: { actor: "test:clerk", correlationId: command.commandId, commandId: command.commandId },
      })),
    });
    lossy.loseNextAnswer();
    await expect(lost).rejects.toThrow("CONNECTION_CLOSED");
    await sql.end({ timeout: 0 });

    const stored = await store.readStream(streamId);
    expect(stored).toHaveLength(2);
    const again = await handleVisits(store, streamId, [command]);
    expect(eventsOf(again)).toEqual([stored]);
    expect(await store.readStream(streamId)).toEqual(stored);
  });

  test("racing with itself from ten clients is stored once, and all are answered with its events", async () => {
    const { database, store, streamId } = await openLog();
    const command = send({ type: "countUpTo", limit: 3 });
    const clients = Array.from({ length: 10 }, () => new EventStore(database.connect(2)));
    const results = await Promise.all(clients.map((client) => handleVisits(client, streamId, [command])));

    const stored = await store.readStream(streamId);
    expect(stored).toHaveLength(1);
    expect(results.map(eventsOf)).toEqual(Array(10).fill([stored]));
    expect(results.map(({ version, state }) => [version, state])).toEqual(Array(10).fill([1, 3]));
  });

  test.each(["before", "after"])(
    "is answered with its events when the other one commits just %s this one loads",
    async (moment) => {
      const { database, store, streamId } = await openLog();
      const elsewhere = new EventStore(database.connect(2));
      const command = send({ type: "countUpTo", limit: 3 });
      let first: HandleResult<Visits, VisitEvent> | undefined;
      const load = async () => {
        const early = await loadStream(store, visitBook, streamId);
        first ??= await handleVisits(elsewhere, streamId, [command]);
        return moment === "after" && first.version > early.version ? early : loadStream(store, visitBook, streamId);
      };
      let loads = 0;
      const again = await handleVisits(store, streamId, [command], {
        load: () => ((loads += 1) === 1 ? load() : loadStream(store, visitBook, streamId)),
      });

      expect(first && eventsOf(again)).toEqual(first && eventsOf(first));
      expect(again).toMatchObject({ version: 1, state: 3 });
    },
  );

  test("beside a new one is answered with its events, and only the new one is stored", async () => {
    const { store, streamId } = await openLog();
    const old = send({ type: "countUpTo", limit: 3 });
    const first = await handleVisits(store, streamId, [old]);
    const fresh = send({ type: "count", visits: 4 });
    const mixed = await handleVisits(store, streamId, [old, fresh]);

    const stored = await store.readStream(streamId);
    expect(stored).toHaveLength(2);
    expect(eventsOf(mixed)).toEqual([...eventsOf(first), stored.slice(1)]);
    expect(mixed).toMatchObject({ version: 2, state: 7 });
  });

  test("by somebody else tells them nothing", async () => {
    const { store, streamId } = await openLog();
    const command = send({ type: "count", visits: 1 });
    await handleVisits(store, streamId, [command]);

    const stranger = await handleVisits(store, newStreamId(), [command], {
      metadata: { actor: "test:stranger", correlationId: randomUUID() },
    });

    expect(stranger).toMatchObject({ version: 0, position: 0, outcomes: [{ outcome: "rejected" }] });
    expect(JSON.stringify(stranger)).not.toContain(streamId);
  });
});
