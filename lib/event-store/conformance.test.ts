import { onTestFinished } from "vitest";
import type postgres from "postgres";
import { connect } from "@/lib/database/connection";
import { createTestDatabase } from "@/lib/database/test-database";
import { describeEventStore } from "./conformance";
import type { OpenedLog } from "./conformance-log";
import type { NewEvent } from "./event";
import { EventStore } from "./event-store";
import { appendWithin, newStreamId } from "./test-events";

/** Opens an empty log; every store on it has a pool of `max` connections with these settings, as in a database's address. */
async function openLog(max: number, settings = ""): Promise<OpenedLog> {
  const { url } = await createTestDatabase();
  const pool = (connections = max): postgres.Sql => {
    const sql = connect(`${url}${settings}`, { max: connections });
    onTestFinished(() => sql.end({ timeout: 5 }));
    return sql;
  };
  return {
    store: new EventStore(pool()),
    rival: () => new EventStore(pool()),
    beginAppend: (event) => beginAppend(pool(1), event),
  };
}

async function beginAppend(sql: postgres.Sql, event: NewEvent): Promise<() => Promise<void>> {
  await sql`begin`;
  await appendWithin(sql, newStreamId(), event);
  return async () => void (await sql`commit`);
}

describeEventStore("the log on a pool of eight connections", () => openLog(8));
describeEventStore("the log on one connection", () => openLog(1));
describeEventStore("the log without prepared statements, as behind a pooler", () => openLog(4, "?prepare=false"));
