import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { connect } from "@/lib/database/connection";
import { migrate } from "@/lib/database/migrate";
import { EventStore } from "@/lib/event-store/event-store";
import { newStreamId, note } from "@/lib/event-store/test-events";
import { MortalServer } from "./mortal-server";

async function startServer(): Promise<MortalServer> {
  const folder = await mkdtemp(path.join(tmpdir(), "cartulary-crash-"));
  const server = await MortalServer.start(folder);
  onTestFinished(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });
  await migrate(server.url, path.resolve("drizzle"));
  return server;
}

test("a follower that has come to the head of the log misses nothing that is appended after a crash", async () => {
  const server = await startServer();
  const sql = connect(server.url, { max: 1 });
  const store = new EventStore(sql);
  await store.append({ streamId: newStreamId(), expectedVersion: 0, events: [note("stored")] });
  // It draws more positions than the server writes ahead of them, and gives none of them back.
  const refused = [...Array.from({ length: 100 }, () => note("rolled back")), note("\0")];
  await expect(store.append({ streamId: newStreamId(), expectedVersion: 0, events: refused })).rejects.toThrow(
    "Unicode",
  );

  const head = await store.head();
  await server.killPostmaster({ whole: true });
  await sql.end({ timeout: 1 });
  const after = await server.use(async (again) => {
    const streamId = newStreamId();
    await new EventStore(again).append({ streamId, expectedVersion: 0, events: [note("after the crash")] });
    return new EventStore(again).readAll(head, Number.MAX_SAFE_INTEGER, 10);
  });

  expect(after.map(({ event }) => event.data)).toEqual([{ text: "after the crash" }]);
});
