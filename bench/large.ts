import { connect } from "@/lib/database/connection";
import { anAppend } from "./append-of-one";
import { bytesPerEvent, eventsPerStream, fillLog, someStreams } from "./filled-log";
import { closedLoop, takeTurns, type Contender } from "./measure";
import type { Bench } from "./options";
import { toRows, type Row } from "./report";
import { openCartulary } from "./systems/cartulary";
import type { ReadableLog } from "./systems/system";

const smallEvents = 10_000;

/** Appending to and reading from a log of millions of events, beside a log of ten thousand on the same server. */
export async function benchLarge({ server, options, say }: Bench): Promise<readonly Row[]> {
  const [small, large] = [named(smallEvents), named(options.largeEvents)];
  const [smallUrl, largeUrl] = [await server.createShopDatabase("small"), await server.createShopDatabase("large")];
  const [smallSql, largeSql] = [connect(smallUrl, { max: 1 }), connect(largeUrl, { max: 1 })];
  const logs = [
    { system: large, log: openCartulary(largeUrl) },
    { system: small, log: openCartulary(smallUrl) },
  ];
  try {
    say(`large: writing ${large}`);
    await fillLog(largeSql, options.largeEvents);
    await fillLog(smallSql, smallEvents);
    const streams = [await someStreams(largeSql), await someStreams(smallSql)];
    const plan = options.plan(server);
    say(`large, reading; an event is ${await bytesPerEvent(largeSql)} bytes with its indexes`);
    const readers = logs.map(({ system, log }, index) => reading(system, log, streams[index] ?? []));
    const rows = [...toRows("large read 10", 1, await takeTurns(readers, plan), { of: "rate", to: [small] })];
    // It would soon be small no more.
    const beforeRound = async (): Promise<void> => {
      await fillLog(smallSql, smallEvents);
      await plan.beforeRound();
    };
    for (const inFlight of [1, 32]) {
      say(`large, appending, ${inFlight} in flight`);
      const appenders = logs.map(({ system, log }) => appending(system, log, inFlight));
      const measured = await takeTurns(appenders, { ...plan, beforeRound });
      rows.push(...toRows("large append", inFlight, measured, { of: "rate", to: [small] }));
    }
    return rows;
  } finally {
    for (const { log } of logs) await log.close();
    for (const sql of [smallSql, largeSql]) await sql.end({ timeout: 5 });
  }
}

function named(events: number): string {
  return `${events.toLocaleString("en-GB")} events`;
}

function reading(system: string, log: ReadableLog, streamIds: readonly string[]): Contender {
  return {
    system,
    run: (seconds) =>
      closedLoop(1, seconds, async () => {
        const streamId = streamIds[Math.floor(Math.random() * streamIds.length)] ?? "";
        const found = await log.read(streamId);
        if (found !== eventsPerStream) throw new Error(`${streamId} has ${found} events, not ${eventsPerStream}.`);
      }),
  };
}

function appending(system: string, log: ReadableLog, inFlight: number): Contender {
  return { system, run: (seconds) => closedLoop(inFlight, seconds, () => log.append(anAppend())) };
}
