import { randomUUID } from "node:crypto";
import type postgres from "postgres";
import { describe, expect, test, vi } from "vitest";
import { createTestDatabase } from "@/lib/database/test-database";
import { AppendQueue, LogBusyError, LogUnavailableError, mostWaiting } from "./append-queue";
import type { Append } from "./event";
import { EventStore } from "./event-store";
import { newStreamId, note } from "./test-events";

async function openLog() {
  const database = await createTestDatabase();
  const sql = database.connect(4);
  return { database, sql, store: new EventStore(sql, () => {}, { appending: database.connect(1) }) };
}

function anAppend(text = "hello"): Append {
  return { streamId: newStreamId(), expectedVersion: 0, events: [note(text)] };
}

/** Stops every append of this database until the answer is called. Takes a pool of one connection. */
async function stopWriters(sql: postgres.Sql): Promise<() => Promise<void>> {
  await sql`select pg_advisory_lock(6710886)`;
  return async () => void (await sql`select pg_advisory_unlock(6710886)`);
}

describe("appends that come at the same time", () => {
  test("share commits, and each is answered with its own events as a reader finds them", async () => {
    const { sql, store } = await openLog();
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        store.append({ streamId: newStreamId(), expectedVersion: 0, events: [note(`${n} one`), note(`${n} two`)] }),
      ),
    );

    for (const [n, outcome] of outcomes.entries()) {
      if (outcome.outcome !== "appended") throw new Error(`The append came out as ${outcome.outcome}.`);
      expect(outcome.events.map(({ event }) => event.data)).toEqual([{ text: `${n} one` }, { text: `${n} two` }]);
      expect(outcome.events).toEqual(await store.readStream(outcome.events[0]?.streamId ?? ""));
    }
    const [commits] = await sql<{ count: number }[]>`select count(distinct xmin::text) from events`;
    expect(commits?.count).toBeLessThan(20);
  });

  test("have their own outcomes: a conflict, a duplicate and one that can't be stored fail none of their neighbours", async () => {
    const { store } = await openLog();
    const [grown, repeated] = [anAppend("first"), anAppend("once")];
    await Promise.all([store.append(grown), store.append(repeated)]);

    const fine = Array.from({ length: 30 }, () => anAppend("fine"));
    const late = { ...anAppend("too late"), streamId: grown.streamId };
    const impossible = anAppend("a NUL: \u0000");
    const sent = [...fine.slice(0, 15), late, repeated, impossible, ...fine.slice(15)];
    const settled = await Promise.allSettled(sent.map((append) => store.append(append)));

    const outcomeOf = (append: Append) => settled[sent.indexOf(append)];
    expect(outcomeOf(late)).toMatchObject({ value: { outcome: "conflict", currentVersion: 1 } });
    expect(outcomeOf(repeated)).toMatchObject({ value: { outcome: "duplicate", events: [{ version: 1 }] } });
    expect(outcomeOf(impossible)).toMatchObject({ status: "rejected", reason: { code: "22P05" } });
    for (const append of fine) {
      expect(outcomeOf(append)).toMatchObject({ value: { outcome: "appended" } });
      expect(await store.readStream(append.streamId)).toHaveLength(1);
    }
    expect(await store.readStream(impossible.streamId)).toEqual([]);
  });

  test("to one stream are written in the order they came", async () => {
    const { store } = await openLog();
    const streamIds = Array.from({ length: 5 }, newStreamId);
    const appends = Array.from({ length: 20 }, (_, version) =>
      streamIds.map((streamId) => ({ streamId, expectedVersion: version, events: [note(String(version))] })),
    ).flat();
    const outcomes = await Promise.all(appends.map((append) => store.append(append)));

    expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(["appended"]));
    for (const streamId of streamIds) {
      const texts = (await store.readStream(streamId)).map(({ event }) => event.data);
      expect(texts).toEqual(Array.from({ length: 20 }, (_, version) => ({ text: String(version) })));
    }
  });

  test("that expect the same version: one is stored, the others are told, in one process as well", async () => {
    const { store } = await openLog();
    const streamId = newStreamId();
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => store.append({ ...anAppend(), streamId })));
    expect(outcomes.filter(({ outcome }) => outcome === "appended")).toHaveLength(1);
    expect(outcomes.filter(({ outcome }) => outcome === "conflict")).toHaveLength(19);
    expect(await store.readStream(streamId)).toHaveLength(1);
  });
});

describe("when the database takes nothing", () => {
  test("so many appends wait and the rest is refused at once; those that waited are stored, the refused are not", async () => {
    const { database, sql, store } = await openLog();
    const letGo = await stopWriters(database.connect(1));
    const appends = Array.from({ length: mostWaiting + 500 }, () => anAppend());
    const settling = appends.map((append) => store.append(append).then(() => append.streamId));
    const refused: number[] = [];
    for (const [n, each] of settling.entries()) {
      each.catch((error: unknown) => {
        if (error instanceof LogBusyError) refused.push(n);
      });
    }
    await vi.waitFor(() => expect(refused.length).toBeGreaterThanOrEqual(499));
    expect(Math.min(...refused)).toBeGreaterThanOrEqual(mostWaiting);

    await letGo();
    const settled = await Promise.allSettled(settling);
    const stored = settled.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
    expect(stored.length + refused.length).toBe(appends.length);
    const rows = await sql<{ stream_id: string }[]>`select stream_id from events`;
    expect(rows.map((row) => row.stream_id).toSorted()).toEqual(stored.toSorted());
    expect((await store.append(anAppend())).outcome).toBe("appended");
  });

  test("nobody waits for ever: what was sent is of unknown fate, what was not sent is surely not stored", async () => {
    const { database, sql } = await openLog();
    const queue = new AppendQueue(database.connect(1), 300);
    const letGo = await stopWriters(database.connect(1));
    const sent = anAppend();
    const waiting = [anAppend(), anAppend()];
    const firstAnswer = queue.append(sent);
    firstAnswer.catch(() => {});
    const stopped = () => sql`
      select from pg_stat_activity where datname = current_database() and wait_event = 'advisory'`;
    await vi.waitFor(async () => expect(await stopped()).toHaveLength(1), { interval: 10 });
    const answers = [firstAnswer, ...waiting.map((append) => queue.append(append))];
    const reasons = (await Promise.allSettled(answers)).map((each) => each.status === "rejected" && each.reason);
    expect(reasons[0]).toBeInstanceOf(LogUnavailableError);
    expect(reasons.slice(1).every((reason) => reason instanceof LogBusyError)).toBe(true);

    await letGo();
    expect(await queue.append(anAppend())).toMatchObject({ outcome: "appended" });
    expect(await queue.append(sent)).toMatchObject({ outcome: "duplicate" });
    const streamIds = waiting.map(({ streamId }) => streamId);
    expect(await sql`select from events where stream_id in ${sql(streamIds)}`).toHaveLength(0);
  });

  test("a cut connection fails those whose answer was lost, and the next ones find a new connection", async () => {
    const { sql, store } = await openLog();
    const rounds = Array.from({ length: 20 }, (_, round) => round);
    let [acknowledged, lost] = [[] as string[], 0];
    for (const round of rounds) {
      const appends = Array.from({ length: 40 }, () => anAppend(randomUUID()));
      const settling = Promise.allSettled(appends.map((append) => store.append(append).then(() => append.streamId)));
      if (round % 4 === 1)
        await sql`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and query like '%append_%' and pid <> pg_backend_pid()`;
      for (const each of await settling) {
        if (each.status === "fulfilled") acknowledged = [...acknowledged, each.value];
        else lost += 1;
      }
    }
    expect(lost).toBeGreaterThan(0);
    expect(acknowledged.length).toBeGreaterThan(400);
    const rows = await sql<{ stream_id: string }[]>`select stream_id from events`;
    const stored = new Set(rows.map((row) => row.stream_id));
    expect(stored.size).toBe(rows.length);
    expect(acknowledged.filter((streamId) => !stored.has(streamId))).toEqual([]);
  });
});
