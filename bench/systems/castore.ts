import { PostgresEventStorageAdapter } from "@castore/event-storage-adapter-postgres";
import type { Log } from "./system";

/** What an aggregate's store would be named. */
const context = { eventStoreId: "CARTS" };

/** Castore's Postgres adapter with its own settings: postgres.js, a pool of ten connections, its own indexes. */
export async function openCastore(url: string): Promise<Log> {
  const connectionString = url;
  await PostgresEventStorageAdapter.createEventTable({ connectionString });
  const adapter = new PostgresEventStorageAdapter({ connectionString });
  return {
    system: "castore",
    async append({ streamId, expectedVersion, events }) {
      const [first, ...others] = events;
      if (!first || others.length > 0) throw new Error("Castore appends one event to a stream at a time.");
      const { event, metadata } = first;
      // Its ids are uuids, and its unique index on the version is what checks it.
      const aggregateId = streamId.slice(streamId.indexOf("-") + 1);
      const detail = { aggregateId, version: expectedVersion + 1, type: event.type, payload: event.data, metadata };
      await adapter.pushEvent(detail, context);
    },
    // It keeps its client to itself and has no way to end it; the server drops the connections with the database.
    close: async () => {},
  };
}
