import { randomUUID } from "node:crypto";
import { anEvent } from "./append-of-one";
import { HesitantShopper } from "./cart-commands";
import { closedLoop, takeTurns, type Contender } from "./measure";
import type { Bench } from "./options";
import { toRows, type Row } from "./report";
import { openCartulary } from "./systems/cartulary";
import { openCartularyShopping } from "./systems/cartulary-shopping";
import type { Log } from "./systems/system";

const inFlight = 32;

/** Commands to 32 carts that the process remembers, beside the appends that they come to. */
export async function benchHandle({ server, options, say }: Bench): Promise<readonly Row[]> {
  const log = openCartulary(await server.createShopDatabase("handle_append"));
  const shop = await openCartularyShopping(await server.createShopDatabase("handle"));
  try {
    say("handle");
    const shoppers = Array.from({ length: inFlight }, () => new HesitantShopper(shop.shopping));
    for (const shopper of shoppers) await shopper.sendNext();
    const handling: Contender = {
      system: "handle",
      run: (seconds) => closedLoop(inFlight, seconds, async (worker) => void (await shoppers[worker]?.sendNext())),
    };
    const measured = await takeTurns([handling, appending(log)], options.plan(server));
    return toRows("handle", inFlight, measured, { of: "rate", to: ["append"] });
  } finally {
    await shop.close();
    await log.close();
  }
}

/** The same without deciding: one event to the worker's own stream, at the version the worker knows it to have. */
function appending(log: Log): Contender {
  const streams = Array.from({ length: inFlight }, () => ({ streamId: `cart-${randomUUID()}`, version: 0 }));
  return {
    system: "append",
    run: (seconds) =>
      closedLoop(inFlight, seconds, async (worker) => {
        const stream = streams[worker];
        if (!stream) return;
        await log.append({ streamId: stream.streamId, expectedVersion: stream.version, events: [anEvent()] });
        stream.version += 1;
      }),
  };
}
