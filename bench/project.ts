import { isDeepStrictEqual } from "node:util";
import type { CartEvent } from "@/lib/cart/events";
import type { Append } from "@/lib/event-store/event";
import { shopHistory } from "./history";
import { takeTurns, type Contender } from "./measure";
import type { Bench } from "./options";
import { toRows, type Row } from "./report";
import { summaryOf } from "./summary";
import { openCartulary, openCartularyProjector } from "./systems/cartulary";
import { openEmmettProjector, openTunedEmmettProjector } from "./systems/emmett-projector";
import { openEmmett } from "./systems/emmett";
import type { Log, Projecting } from "./systems/system";

/** Filling a table of cart summaries from the first event of a log. */
export async function benchProject({ server, options, say }: Bench): Promise<readonly Row[]> {
  const history = shopHistory(options.historyEvents);
  say(`project: writing ${history.flatMap(({ events }) => events).length} events to each log`);
  const ours = await server.createShopDatabase("project_cartulary");
  const theirs = await server.createDatabase("project_emmett");
  await write(openCartulary(ours), history);
  await write(await openEmmett(theirs), history);

  const projecting = [openCartularyProjector(ours), openEmmettProjector(theirs), openTunedEmmettProjector(theirs)];
  try {
    say("project");
    const contenders = projecting.map((each) => checked(each, history));
    const measured = await takeTurns(contenders, options.plan(server));
    return toRows("project", 1, measured, { of: "rate", to: ["emmett", "emmett-tuned"] });
  } finally {
    for (const each of projecting) await each.close();
  }
}

/** One after the other, so that the events of both logs have the same order. */
async function write(log: Log, history: readonly Append<CartEvent>[]): Promise<void> {
  try {
    for (const append of history) await log.append(append);
  } finally {
    await log.close();
  }
}

/** Fails when the table isn't what the projected events come to: a projection that does less is fast in vain. */
function checked(projecting: Projecting, history: readonly Append<CartEvent>[]): Contender {
  const events = history.flatMap(({ events }) => events.map(({ event }) => event));
  return {
    system: projecting.system,
    async run(seconds) {
      const piece = await projecting.projectFromZero(seconds);
      if (piece.operations === 0) throw new Error(`${projecting.system} projected nothing.`);
      const [found, expected] = [await projecting.summarize(), summaryOf(events.slice(0, piece.operations))];
      if (!isDeepStrictEqual({ ...found }, expected)) {
        throw new Error(
          `${projecting.system} projected ${piece.operations} events to ${JSON.stringify(found)}, not ${JSON.stringify(expected)}.`,
        );
      }
      return piece;
    },
  };
}
