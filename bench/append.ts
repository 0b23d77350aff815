import { randomUUID } from "node:crypto";
import { cartSchemaVersionOf, type CartEvent } from "@/lib/cart/events";
import type { Append, NewEvent } from "@/lib/event-store/event";
import { closedLoop, takeTurns, type Contender } from "./measure";
import type { Bench } from "./options";
import { toRows, type Row } from "./report";
import { openCartulary } from "./systems/cartulary";
import { openEmmett } from "./systems/emmett";
import { findPgbench, pgbenchAppends } from "./systems/pgbench";
import type { Log } from "./systems/system";

/** More connections than this make Postgres slower on a few cores. */
const mostClients = 32;

/** Appends of one event, each to a stream of its own, at several numbers in flight. */
export async function benchAppend({ server, options, say }: Bench): Promise<readonly Row[]> {
  const pgbench = findPgbench();
  if (pgbench === undefined) say("append: no pgbench here (it comes with Postgres); its rows are left out.");
  const pgbenchUrl = pgbench && (await server.createShopDatabase("pgbench"));
  const logs = [
    openCartulary(await server.createShopDatabase("cartulary")),
    await openEmmett(await server.createDatabase("emmett")),
  ];
  const rows: Row[] = [];
  try {
    for (const inFlight of options.inFlight) {
      say(`append, ${inFlight} in flight`);
      const contenders = logs.map((log) => appending(log, inFlight));
      const clients = Math.min(inFlight, mostClients);
      if (pgbench && pgbenchUrl) contenders.push(pgbenchAppends(pgbench, pgbenchUrl, clients, anEvent()));
      rows.push(...toRows("append", inFlight, await takeTurns(contenders, options.plan(server))));
    }
  } finally {
    for (const log of logs) await log.close();
  }
  return rows;
}

function appending(log: Log, inFlight: number): Contender {
  return { system: log.system, run: (seconds) => closedLoop(inFlight, seconds, () => log.append(anAppend())) };
}

function anAppend(): Append<CartEvent> {
  return { streamId: `cart-${randomUUID()}`, expectedVersion: 0, events: [anEvent()] };
}

function anEvent(): NewEvent<CartEvent> {
  const data = { sku: "brass-hourglass", name: "Brass hourglass", unitPrice: 3800, quantity: 1 };
  return {
    eventId: randomUUID(),
    event: { type: "addedItemToCart", data },
    schemaVersion: cartSchemaVersionOf("addedItemToCart"),
    metadata: { actor: `visitor:${randomUUID()}`, commandId: randomUUID(), correlationId: randomUUID() },
  };
}
