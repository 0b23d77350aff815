import type postgres from "postgres";
import { HesitantShopper } from "./cart-commands";
import { openLoop, takeTurns } from "./measure";
import type { Bench } from "./options";
import { toRows, type Row } from "./report";
import { openCartularyShopping } from "./systems/cartulary-shopping";

const perSecond = 100;
/** A shopper's next command comes a second after the last one. */
const shoppersCount = perSecond;
const boundMs = 10_000;
/** Looking at every row would be as much work as what is measured. */
const lookAtEvery = 10;

/** How far the cart summaries are behind: 100 commands a second, each timed from its commit until the projector has it. */
export async function benchFollow({ server, options, say }: Bench): Promise<readonly Row[]> {
  const shop = await openCartularyShopping(await server.createShopDatabase("follow"));
  try {
    say("follow");
    const { sql, shopping, projector } = shop;
    const shoppers = Array.from({ length: shoppersCount }, () => new HesitantShopper(shopping));
    projector.start();
    const timeOne = async (index: number): Promise<number> => {
      const reply = await shoppers[index % shoppersCount]?.sendNext();
      if (!reply) throw new Error("There is no such shopper.");
      const committedAt = performance.now();
      const isShown = await projector.waitFor("cart-summaries", reply.position, boundMs);
      const shownAfter = performance.now() - committedAt;
      if (!isShown) throw new Error(`Event ${reply.position} was not shown after ${boundMs} ms.`);
      if (index % lookAtEvery === 0) await look(sql, reply.streamId, reply.version);
      return shownAfter;
    };
    const run = (seconds: number) => openLoop(perSecond, seconds, timeOne);
    const measured = await takeTurns([{ system: "cartulary", run }], options.plan(server));
    return toRows(`follow ${perSecond}/s`, null, measured);
  } finally {
    await shop.close();
  }
}

async function look(sql: postgres.Sql, streamId: string, version: number): Promise<void> {
  const [row] = await sql<{ version: number }[]>`select version from cart_summaries where stream_id = ${streamId}`;
  if (!row || row.version < version) throw new Error(`${streamId} is at ${version}, its summary at ${row?.version}.`);
}
