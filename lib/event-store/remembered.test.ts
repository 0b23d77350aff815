import { expect, test } from "vitest";
import { EventStore } from "./event-store";
import { StreamStates } from "./stream-states";
import { handleVisits, openLog, send, visitBook, type VisitCommand, type VisitOptions } from "./test-visits";

async function openMemory() {
  const { database, store: elsewhere, streamId } = await openLog();
  const asked = { statements: 0 };
  const sql = new Proxy(database.connect(2), {
    apply(client, self, args) {
      asked.statements += 1;
      return Reflect.apply(client, self, args) as unknown;
    },
  });
  const store = new EventStore(sql);
  const states = new StreamStates(store, visitBook);
  const remembering: Partial<VisitOptions> = {
    load: async (freshness) => {
      const remembered = freshness === "remembered" ? states.remembered(streamId) : undefined;
      return { streamId, ...(remembered ?? (await states.latest(streamId))) };
    },
    remember: ({ streamId: id, ...folded }) => states.remember(id, folded),
  };
  const count = (command: VisitCommand) => handleVisits(store, streamId, [send(command)], remembering);
  const countElsewhere = (visits: number) => handleVisits(elsewhere, streamId, [send({ type: "count", visits })]);
  return { count, countElsewhere, asked };
}

test("a remembered stream takes a command in one round trip", async () => {
  const { count, asked } = await openMemory();
  await count({ type: "count", visits: 1 });
  asked.statements = 0;
  for (let n = 0; n < 5; n += 1) await count({ type: "count", visits: 1 });
  expect(asked.statements).toBe(5);
});

test("a remembered stream that has moved on elsewhere is decided on as it is now", async () => {
  const { count, countElsewhere } = await openMemory();
  await count({ type: "count", visits: 1 });
  await countElsewhere(5);
  expect(await count({ type: "countUpTo", limit: 8 })).toMatchObject({ version: 3, state: 8 });
});

test("a remembered stream that has moved on elsewhere is looked at where memory says that nothing is to be done, or that it can't be", async () => {
  const { count, countElsewhere } = await openMemory();
  await count({ type: "count", visits: 3 });
  await countElsewhere(5);
  expect(await count({ type: "countUpTo", limit: 3 })).toMatchObject({ outcomes: [{ outcome: "rejected" }] });
  await countElsewhere(-6);
  expect(await count({ type: "countUpTo", limit: 4 })).toMatchObject({
    state: 4,
    outcomes: [{ outcome: "accepted" }],
  });
});
