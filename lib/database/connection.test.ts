import { connect as connectTo, createServer, type AddressInfo, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { connect } from "./connection";
import { createTestDatabase } from "./test-database";
import { openEncryptedWay } from "./test-encrypted-way";

/** What Postgres says to who comes while it recovers. */
const recovering = Buffer.from("SFATAL\0VFATAL\0C57P03\0Mthe database system is not yet accepting connections\0\0");
const refusal = Buffer.concat([Buffer.from("E"), Buffer.from([0, 0, 0, recovering.length + 4]), recovering]);

/**
 * A way to the database that is cut when the server has said something `cutAfter` times; who then comes is refused once, as by a
 * server that recovers, and after that all is well.
 */
async function openBreakingWay(databaseUrl: string, cutAfter: number): Promise<string> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((client) => {
    connections += 1;
    const [isFirst, isSecond] = [connections === 1, connections === 2];
    if (isSecond) return void client.on("error", () => {}).once("data", () => client.end(refusal));
    const upstream = connectTo(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) sockets.add(socket.on("error", () => socket.destroy()));
    client.on("data", (chunk) => upstream.write(chunk)).on("close", () => upstream.destroy());
    let said = 0;
    upstream.on("close", () => client.destroy());
    upstream.on("data", (chunk) => {
      said += 1;
      client.write(chunk, () => isFirst && said === cutAfter && client.destroy());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const url = new URL(databaseUrl);
  url.port = String((server.address() as AddressInfo).port);
  return url.href;
}

test("a connection that is cut while it is made, and refused when it is made again, ends no process", async () => {
  const database = await createTestDatabase();
  const unhandled: unknown[] = [];
  const hear = (reason: unknown): void => void unhandled.push(reason);
  const others = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection").on("unhandledRejection", hear);
  onTestFinished(() => {
    process.removeAllListeners("unhandledRejection");
    for (const other of others) process.on("unhandledRejection", other);
  });
  for (const cutAfter of [1, 2, 3, 4, 5]) {
    const sql = connect(await openBreakingWay(database.url, cutAfter), { max: 1 });
    let answers = 0;
    // Which of them fails depends on where the cut falls.
    while (answers < 3) answers += await sql`select 1`.then(() => 1).catch(() => 0);
    await sql.end({ timeout: 5 });
  }
  expect(unhandled).toEqual([]);
});

test("arrays of texts come back as they went, whatever is in them", async () => {
  const sql = (await createTestDatabase()).connect(1);
  const text = fc.oneof(
    fc.string({ unit: "grapheme" }).map((value) => value.replaceAll("\0", "")),
    fc.constantFrom("", "null", "NULL", '"', "\\", "{}", ",", " ", "\n", '\\"'),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(text)), async (texts) => {
      const [row] = await sql<{ texts: unknown; sizes: unknown }[]>`
        select ${texts}::text[] as texts, cardinality(${texts}::text[]) as sizes`;
      expect(row).toEqual({ texts, sizes: texts.length });
    }),
    { numRuns: 200 },
  );
});

test("arrays of numbers and ids come back as they went, and times and truths can be read", async () => {
  const sql = (await createTestDatabase()).connect(1);
  const arrays = {
    small: [1, null, -3],
    whole: [2_147_483_647, 0],
    big: [9_007_199_254_740_991],
    real: [0.25, -1e300],
    ids: ["0198c0de-0000-7000-8000-000000000001"],
    none: [],
  };
  const { small, whole, big, real, ids, none } = arrays;
  const [row] = await sql`
    select ${small}::smallint[] as small, ${whole}::integer[] as whole, ${big}::bigint[] as big,
      ${real}::double precision[] as real, ${ids}::uuid[] as ids, ${none}::text[] as none,
      array[timestamptz '2026-11-20T15:00:00.123Z', null] as times, array[true, false, null] as truths`;
  expect(row).toEqual({ ...arrays, times: [new Date("2026-11-20T15:00:00.123Z"), null], truths: [true, false, null] });
});

async function askOne(address: string): Promise<unknown> {
  const sql = connect(address, { max: 1 });
  try {
    return await sql`select 1 as one`;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

test.for([
  ["require", /does not encrypt connections/],
  ["verify-full", /does not encrypt connections/],
  ["on", /sslmode should be disable, prefer, require or verify-full, not “on”/],
] as const)("a database that does not encrypt is not spoken to with sslmode=%s", async ([mode, refusal]) => {
  const { url } = await createTestDatabase();
  await expect(askOne(`${url}?sslmode=${mode}`)).rejects.toThrow(refusal);
});

test("encryption that is only preferred is used where there is any, and a stranger's proof is refused where one is asked for", async () => {
  const { url } = await createTestDatabase();
  const encrypted = new URL(await openEncryptedWay(url));
  expect(await askOne(`${url}?sslmode=prefer`)).toEqual([{ one: 1 }]);
  encrypted.searchParams.set("sslmode", "prefer");
  expect(await askOne(encrypted.href)).toEqual([{ one: 1 }]);
  encrypted.searchParams.set("sslmode", "verify-full");
  await expect(askOne(encrypted.href)).rejects.toThrow("self-signed certificate");
});

test.for(["plain", "encrypted"])(
  "whenever connections are cut, every statement is answered, and the pool is as good as new afterwards (%s)",
  async (way) => {
    const database = await createTestDatabase();
    const admin = database.connect(1);
    const url = way === "plain" ? database.url : await openEncryptedWay(database.url);
    const sql = connect(url, { max: 3, name: "cut" });
    let isOver = false;
    const tally = { answered: 0, failed: 0 };
    const keepAsking = async (): Promise<void> => {
      while (!isOver) {
        const asked = sql<{ n: number }[]>`select ${tally.answered}::int as n, pg_sleep(0.0005)`;
        await asked.then(
          () => (tally.answered += 1),
          () => (tally.failed += 1),
        );
      }
    };
    const asking = [keepAsking(), keepAsking(), keepAsking(), keepAsking()];
    for (let cut = 0; cut < 25; cut += 1) {
      await admin`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'cut'`;
      // Not a condition to wait for, but the moment of the next cut, which must come at any point of a statement.
      await delay((cut * 37) % 90);
    }
    isOver = true;
    await Promise.all(asking);

    expect(tally.failed).toBeGreaterThan(0);
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => sql`select ${n}::int as n`));
    expect(answers.map(([row]) => row)).toEqual(Array.from({ length: 20 }, (_, n) => ({ n })));
    await sql.end({ timeout: 5 });
  },
);

test("what was queued when the connection was lost is answered, and no connection outlives its client", async () => {
  const database = await createTestDatabase();
  const admin = database.connect(1);
  const sql = connect(database.url, { max: 1, name: "queued" });
  const open = () => admin<{ pid: number }[]>`select pid from pg_stat_activity where application_name = 'queued'`;
  await sql`select 1`;
  // More than the driver sends ahead of the answers, so that some still wait for a connection of the lost client.
  const asked = Array.from({ length: 120 }, (_, n) => sql`select ${n}::int as n, pg_sleep(0.02)`);
  const answers = Promise.allSettled(asked.map((query) => query.execute()));
  for (const { pid } of await open()) await admin`select pg_terminate_backend(${pid})`;
  const answered = (await answers).filter(({ status }) => status === "fulfilled");
  expect(answered.length).toBeGreaterThan(0);
  await sql.end({ timeout: 5 });
  await expect.poll(open).toEqual([]);
});

test("who listens goes on hearing after the connection was lost", async () => {
  const database = await createTestDatabase();
  const [admin, sql] = [database.connect(1), connect(database.url, { max: 1, name: "listener" })];
  const heard: string[] = [];
  let wake = (): void => {};
  await sql.listen("news", (payload) => {
    heard.push(payload);
    wake();
  });
  const hear = async (payload: string): Promise<void> => {
    for (;;) {
      const woken = new Promise<void>((resolve) => (wake = resolve));
      await admin.notify("news", payload);
      await Promise.race([woken, delay(50)]);
      if (heard.includes(payload)) return;
    }
  };
  await hear("before");
  await admin`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'listener'`;
  await hear("after");
  expect(new Set(heard)).toEqual(new Set(["before", "after"]));
  await sql.end({ timeout: 5 });
});

test("a query that gets no answer in time fails, and the next one is answered", async () => {
  const { url } = await createTestDatabase();
  const sql = connect(url, { max: 1, answerWithinMs: 400 });
  const began = performance.now();
  await expect(sql`select pg_sleep(30)`).rejects.toMatchObject({ code: "ETIMEDOUT" });
  expect(performance.now() - began).toBeLessThan(5_000);
  expect(await sql`select 1 as one`).toEqual([{ one: 1 }]);
  await sql.end();
});

test.for(["plain", "encrypted"])("a connection that is asked nothing stays open (%s)", async (way) => {
  const { url } = await createTestDatabase();
  const sql = connect(way === "plain" ? url : await openEncryptedWay(url), { max: 1, answerWithinMs: 200 });
  const before = await sql`select pg_backend_pid() as id`;
  await delay(1_000);
  expect(await sql`select pg_backend_pid() as id`).toEqual(before);
  await expect(sql`select pg_sleep(30)`).rejects.toMatchObject({ code: "ETIMEDOUT" });
  await sql.end({ timeout: 5 });
});
