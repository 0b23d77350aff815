import { randomUUID } from "node:crypto";
import { connect } from "@/lib/database/connection";
import { anEvent } from "./append-of-one";
import { closedLoop, takeTurns, type Contender } from "./measure";
import type { Bench } from "./options";
import { toRows, type Row } from "./report";
import { openCartulary } from "./systems/cartulary";
import { openEmmett } from "./systems/emmett";
import type { Log } from "./systems/system";

const lengths = [10, 1_000, 10_000];
const eventsPerAppend = 500;
/** As many streams of each length, read by turns. */
const streamsCount = 10;

/** Whole streams of several lengths, one reading at a time, beside a bare query for the same columns. */
export async function benchRead({ server, options, say }: Bench): Promise<readonly Row[]> {
  const url = await server.createShopDatabase("read");
  const emmettUrl = await server.createDatabase("read_emmett");
  const logs = [openCartulary(url), await openEmmett(emmettUrl)];
  const [sql, emmettSql] = [connect(url, { max: 1 }), connect(emmettUrl, { max: 1 })];
  const select = async (streamId: string): Promise<number> => {
    const rows = await sql`
      select position, stream_id, version, event_id, type, schema_version, data, metadata, recorded_at
      from events where stream_id = ${streamId} order by version`;
    return rows.length;
  };
  const rows: Row[] = [];
  try {
    for (const length of lengths) {
      say(`read, streams of ${length}`);
      const streamIds = Array.from({ length: streamsCount }, () => `cart-${randomUUID()}`);
      for (const log of logs) for (const streamId of streamIds) await fill(log, streamId, length);
      for (const each of [sql, emmettSql]) await each`vacuum analyze`;
      const readers = [{ system: "postgres.js", read: select }, ...logs];
      const contenders = readers.map((reader) => reading(reader, streamIds, length));
      const measured = await takeTurns(contenders, options.plan(server));
      rows.push(...toRows(`read ${length.toLocaleString("en-GB")}`, 1, measured, { of: "time", to: ["postgres.js"] }));
    }
  } finally {
    for (const each of [sql, emmettSql]) await each.end({ timeout: 5 });
    for (const log of logs) await log.close();
  }
  return rows;
}

async function fill(log: Log, streamId: string, length: number): Promise<void> {
  for (let version = 0; version < length; version += eventsPerAppend) {
    const events = Array.from({ length: Math.min(eventsPerAppend, length - version) }, anEvent);
    await log.append({ streamId, expectedVersion: version, events });
  }
}

interface Reader {
  readonly system: string;
  read(streamId: string): Promise<number>;
}

function reading(reader: Reader, streamIds: readonly string[], length: number): Contender {
  let next = 0;
  return {
    system: reader.system,
    run: (seconds) =>
      closedLoop(1, seconds, async () => {
        const found = await reader.read(streamIds[next++ % streamIds.length] ?? "");
        if (found !== length) throw new Error(`${reader.system} read ${found} events of ${length}.`);
      }),
  };
}
