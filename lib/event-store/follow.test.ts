import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test, vi } from "vitest";
import type postgres from "postgres";
import { createTestDatabase } from "@/lib/database/test-database";
import { EventStore } from "./event-store";
import { allPositions, appendWithin, newStreamId, note } from "./test-events";

const lockTimeout = "55P03";

/** How a follower that asks for less would read: up to the highest position it can see. */
async function naiveHead(sql: postgres.Sql): Promise<number> {
  const [row] = await sql<{ head: number }[]>`select coalesce(max(position), 0) as head from events`;
  return row?.head ?? 0;
}

/** The head of the log, asked again while appends are held open. */
async function patientHead(store: EventStore): Promise<number> {
  for (;;) {
    try {
      return await store.head();
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === lockTimeout)) throw error;
    }
  }
}

/** Follows the log in small bites until `isDone` and the end is reached; answers with every position it was given. */
async function follow(store: EventStore, headOf: () => Promise<number>, isDone: () => boolean): Promise<number[]> {
  const seen: number[] = [];
  for (let after = 0; ;) {
    const wasDone = isDone();
    const head = await headOf();
    while (after < head) {
      const events = await store.readAll(after, head, 7);
      seen.push(...events.map(({ position }) => position));
      after = events.length < 7 ? head : (events.at(-1)?.position ?? head);
    }
    if (wasDone) return seen;
    // Lets other timers run; how long doesn't matter.
    await delay(1);
  }
}

function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => {};
  const promise = new Promise<void>((settle) => (resolve = settle));
  return { promise, resolve };
}

/** Appends inside a transaction that stays open until `finish` is called. */
async function openAppend(sql: postgres.Sql, text: string, ending: "commits" | "rolls back" = "commits") {
  const changedItsMind = new Error("changed its mind");
  const decided = withResolvers();
  const appended = withResolvers();
  const transaction = sql.begin(async (tx) => {
    await appendWithin(tx, newStreamId(), note(text));
    appended.resolve();
    await decided.promise;
    if (ending === "rolls back") throw changedItsMind;
  });
  await appended.promise;
  return async () => {
    decided.resolve();
    await transaction.catch((error: unknown) => {
      if (error !== changedItsMind) throw error;
    });
  };
}

/** Answers while somebody waits for the head of the log. */
async function untilAdvisoryLockIsAwaited(sql: postgres.Sql): Promise<void> {
  await vi.waitFor(
    async () => {
      const waiting = await sql`
        select from pg_locks join pg_database on pg_database.oid = database
        where datname = current_database() and locktype = 'advisory' and not granted`;
      expect(waiting).toHaveLength(1);
    },
    { interval: 2, timeout: 10_000 },
  );
}

/** One writer: transactions of random length, every fifth of them rolled back after its append. */
async function writeOutOfOrder(sql: postgres.Sql, transactions: number, random: () => number): Promise<void> {
  for (let n = 0; n < transactions; n += 1) {
    const attempt = sql.begin(async (tx) => {
      await appendWithin(tx, newStreamId(), note("before the pause"));
      await tx`select pg_sleep(${random() * 0.02})`;
      if (random() < 0.2) throw new Error("changed its mind");
      await appendWithin(tx, newStreamId(), note("after the pause"));
    });
    await attempt.catch((error: unknown) => {
      if (!(error instanceof Error && error.message === "changed its mind")) throw error;
    });
  }
}

/** Repeatable numbers from 0 to 1 (Park and Miller, 1988). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

describe("following the log", () => {
  test("a follower sees what commits late, where one that reads up to the highest visible position skips it", async () => {
    const database = await createTestDatabase();
    const sql = database.connect();
    const store = new EventStore(sql);
    const finishSlow = await openAppend(database.connect(1), "drew position 1, commits last");
    await store.append({
      streamId: newStreamId(),
      expectedVersion: 0,
      events: [note("drew position 2, commits first")],
    });

    const naive = await follow(
      store,
      () => naiveHead(sql),
      () => true,
    );
    await expect(store.head()).rejects.toMatchObject({ code: lockTimeout });
    await finishSlow();
    const naiveAfterwards = (await store.readAll(naive.at(-1) ?? 0, await naiveHead(sql), 100)).map(
      ({ position }) => position,
    );

    expect([...naive, ...naiveAfterwards]).toEqual([2]);
    expect(
      await follow(
        store,
        () => store.head(),
        () => true,
      ),
    ).toEqual([1, 2]);
  });

  test("every event is seen once and in order while 16 writers commit out of order and roll back", async () => {
    const database = await createTestDatabase();
    const reader = database.connect(4);
    const store = new EventStore(reader);
    let writing = true;
    const isDone = () => !writing;
    const writers = Array.from({ length: 16 }, (_, n) => writeOutOfOrder(database.connect(1), 25, randomFrom(n + 1)));
    const followers = [follow(store, () => patientHead(store), isDone), follow(store, () => naiveHead(reader), isDone)];
    await Promise.all(writers);
    writing = false;
    const [seen, seenNaively] = await Promise.all(followers);

    const all = await allPositions(reader);
    expect(seen).toEqual(all);
    expect(all.length).toBeGreaterThan(500);
    // Rolled back positions leave gaps, and the same schedule was hard enough to fool the naive reader.
    expect(all.at(-1)).toBeGreaterThan(all.length);
    expect(seenNaively?.length).toBeLessThan(all.length);
  });

  test("positions rise with the versions of a stream, though many writers race for it", async () => {
    const database = await createTestDatabase();
    const streamId = newStreamId();
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        const store = new EventStore(database.connect(1));
        for (let stored = 0; stored < 10;) {
          const expectedVersion = (await store.readStream(streamId)).length;
          const { outcome } = await store.append({ streamId, expectedVersion, events: [note("mine")] });
          if (outcome === "appended") stored += 1;
        }
      }),
    );

    const events = await new EventStore(database.connect(1)).readAll(0, 1_000_000, 1_000);
    expect(events.map(({ version }) => version)).toEqual(Array.from({ length: 80 }, (_, index) => index + 1));
  });
});

describe("nothing stalls a follower longer than the slowest append", () => {
  test("not a transaction left open in another database of the same server, nor one here that appends nothing", async () => {
    const [database, elsewhere] = [await createTestDatabase(), await createTestDatabase()];
    const [here, there] = [database.connect(1), elsewhere.connect(1)];
    await there`create table ledger (line text)`;
    const store = new EventStore(database.connect(2));
    await there.begin(async (foreign) => {
      await foreign`insert into ledger values ('never done')`;
      await appendWithin(foreign, newStreamId(), note("an append of another shop, never done"));
      await here.begin(async (report) => {
        await report`create temporary table figures as select count(*) from events`;
        for (const text of ["one", "two", "three"]) {
          await store.append({ streamId: newStreamId(), expectedVersion: 0, events: [note(text)] });
        }
        const events = await store.readAll(0, await store.head(), 10);
        expect(events.map(({ event }) => event.data)).toEqual([{ text: "one" }, { text: "two" }, { text: "three" }]);
      });
    });
  });

  test("what was rolled back leaves a gap, and what committed around it is seen at once when the slowest is done", async () => {
    const database = await createTestDatabase();
    const sql = database.connect(2);
    const store = new EventStore(sql);
    const [finishFirst, finishSecond, finishThird] = [
      await openAppend(database.connect(1), "first, the slowest"),
      await openAppend(database.connect(1), "second, rolled back", "rolls back"),
      await openAppend(database.connect(1), "third"),
    ];
    await finishThird();
    await finishSecond();
    const waiting = store.awaitHead();
    const ended = { order: [] as string[] };
    const following = waiting.then((head) => {
      ended.order.push("follower");
      return head;
    });
    await untilAdvisoryLockIsAwaited(sql);
    ended.order.push("slowest append");
    await finishFirst();
    const events = await store.readAll(0, await following, 10);
    expect(ended.order).toEqual(["slowest append", "follower"]);
    expect(events.map(({ position, event }) => [position, event.data])).toEqual([
      [1, { text: "first, the slowest" }],
      [3, { text: "third" }],
    ]);
  });
});

describe("the head of the log", () => {
  test("is 0 while nothing was appended", async () => {
    const database = await createTestDatabase();
    expect(await new EventStore(database.connect(1)).head()).toBe(0);
  });

  test("gives up while an append is held open, and is right again afterwards", async () => {
    const database = await createTestDatabase();
    const store = new EventStore(database.connect(2));
    const finish = await openAppend(database.connect(1), "held open");

    await expect(store.head()).rejects.toMatchObject({ code: lockTimeout });
    await finish();

    expect(await store.head()).toBe(1);
  });

  test("while it waits for an open append, other writers wait no longer than its timeout", async () => {
    const database = await createTestDatabase();
    const [sql, writer] = [database.connect(4), new EventStore(database.connect(1))];
    const finish = await openAppend(database.connect(1), "held open");
    const answers: unknown[] = [];
    let isAsking = true;
    const asking = (async () => {
      while (isAsking) answers.push(await new EventStore(sql).head().catch((error: unknown) => error));
    })();
    await untilAdvisoryLockIsAwaited(sql);

    const startedAt = performance.now();
    const answer = await writer.append({
      streamId: newStreamId(),
      expectedVersion: 0,
      events: [note("behind the head")],
    });
    const waitedMs = performance.now() - startedAt;

    expect(answer.outcome).toBe("appended");
    expect(waitedMs).toBeLessThan(1_000);
    isAsking = false;
    await asking;
    for (const head of answers) expect(head).toMatchObject({ code: lockTimeout });
    await finish();
  });
});
