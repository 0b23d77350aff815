import type { Event } from "@event-driven-io/emmett";
import { getPostgreSQLEventStore } from "@event-driven-io/emmett-postgresql";
import type { ReadableLog } from "./system";

type Message = Event<string, Record<string, unknown>, Record<string, unknown>>;

/** Emmett's log with its own settings: node-postgres, a pool of ten connections, the version checked. */
export async function openEmmett(url: string): Promise<ReadableLog> {
  const store = getPostgreSQLEventStore(url);
  await store.schema.migrate();
  return {
    system: "emmett",
    async append({ streamId, expectedVersion, events }) {
      const messages = events.map(({ event, metadata }): Message => ({
        ...event,
        metadata: { ...metadata },
        kind: "Event",
      }));
      // As a number: STREAM_DOES_NOT_EXIST would check nothing.
      await store.appendToStream<Message>(streamId, messages, { expectedStreamVersion: BigInt(expectedVersion) });
    },
    read: async (streamId) => (await store.readStream<Message>(streamId)).events.length,
    close: () => store.close(),
  };
}
