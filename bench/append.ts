import { anAppend, anEvent } from "./append-of-one";
import { closedLoop, takeTurns, type Contender } from "./measure";
import type { Bench } from "./options";
import { toRows, type Row } from "./report";
import { openAct } from "./systems/act";
import { openCartulary } from "./systems/cartulary";
import { openCastore } from "./systems/castore";
import { openEmmett } from "./systems/emmett";
import { findPgbench, pgbenchAppends } from "./systems/pgbench";
import type { Log } from "./systems/system";

/** More connections than this make Postgres slower on a few cores. */
const mostClients = 32;

const baselines = { of: "rate", to: ["pgbench", "emmett", "castore", "act"] } as const;

/** Appends of one event, each to a stream of its own, at several numbers in flight. */
export async function benchAppend({ server, options, say }: Bench): Promise<readonly Row[]> {
  const pgbench = findPgbench();
  if (pgbench === undefined) say("append: no pgbench here (it comes with Postgres); its rows are left out.");
  const pgbenchUrl = pgbench && (await server.createShopDatabase("pgbench"));
  const logs = [
    openCartulary(await server.createShopDatabase("cartulary")),
    await openEmmett(await server.createDatabase("emmett")),
    await openCastore(await server.createDatabase("castore")),
  ];
  const act = await openAct(await server.createDatabase("act"));
  const rows: Row[] = [];
  try {
    for (const inFlight of options.inFlight) {
      say(`append, ${inFlight} in flight`);
      const contenders = [...logs.map((log) => appending(log, inFlight)), act.appends(inFlight)];
      const clients = Math.min(inFlight, mostClients);
      if (pgbench && pgbenchUrl) contenders.push(pgbenchAppends(pgbench, pgbenchUrl, clients, anEvent()));
      rows.push(...toRows("append", inFlight, await takeTurns(contenders, options.plan(server)), baselines));
    }
  } finally {
    for (const each of [...logs, act]) await each.close();
  }
  return rows;
}

function appending(log: Log, inFlight: number): Contender {
  return { system: log.system, run: (seconds) => closedLoop(inFlight, seconds, () => log.append(anAppend())) };
}
