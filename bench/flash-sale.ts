import { randomUUID } from "node:crypto";
import { closedLoop, takeTurns, type Contender } from "./measure";
import type { Bench } from "./options";
import { toRows, type Row } from "./report";
import { openCartularySelling, openEmmettSelling, type Selling } from "./systems/selling";

const inFlight = 32;

/** Everybody wants the same: 32 in flight decide and append to one stream, a new one in each round. */
export async function benchFlashSale({ server, options, say }: Bench): Promise<readonly Row[]> {
  const sellers = [
    openCartularySelling(await server.createShopDatabase("sale")),
    await openEmmettSelling(await server.createDatabase("sale_emmett")),
  ];
  try {
    say("flash-sale");
    const measured = await takeTurns(sellers.map(selling), options.plan(server));
    return toRows("flash-sale", inFlight, measured, { of: "rate", to: ["emmett"] });
  } finally {
    for (const seller of sellers) await seller.close();
  }
}

/** Fails when a sale is refused, or when the stream doesn't hold one event for each. */
function selling(seller: Selling): Contender {
  return {
    system: seller.system,
    async run(seconds) {
      const streamId = `sale-${randomUUID()}`;
      await seller.sell(streamId);
      const piece = await closedLoop(inFlight, seconds, () => seller.sell(streamId));
      const found = await seller.count(streamId);
      if (found !== piece.operations + 1)
        throw new Error(`${seller.system} made ${piece.operations + 1} sales and stored ${found}.`);
      return piece;
    },
  };
}
