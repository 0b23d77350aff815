import { randomUUID } from "node:crypto";
import { CommandHandler, isExpectedVersionConflictError } from "@event-driven-io/emmett";
import { getPostgreSQLEventStore } from "@event-driven-io/emmett-postgresql";
import { handle } from "@/lib/event-store/handle";
import { StreamStates } from "@/lib/event-store/stream-states";
import { saleDecider, type SaleEvent } from "../sale";
import { openCartularyLog } from "./cartulary";

/** A sale that everybody takes part in: one stream, and a decision for each unit. */
export interface Selling {
  readonly system: string;
  /** Decides and appends one event. Throws when the shopper would be told to try again. */
  sell(streamId: string): Promise<void>;
  /** Events in the stream. */
  count(streamId: string): Promise<number>;
  close(): Promise<void>;
}

/** Through `handle`: commands to one stream take turns in the process. */
export function openCartularySelling(url: string): Selling {
  const { store, close } = openCartularyLog(url);
  const states = new StreamStates(store, saleDecider);
  return {
    system: "cartulary",
    async sell(streamId) {
      const command = { type: "reserveUnit", shopper: randomUUID() } as const;
      const { outcomes } = await handle({
        store,
        decider: saleDecider,
        schemaVersionOf: () => 1,
        load: async (freshness) => {
          const remembered = freshness === "remembered" ? states.remembered(streamId) : undefined;
          return { streamId, ...(remembered ?? (await states.latest(streamId))) };
        },
        remember: ({ streamId: id, ...folded }) => states.remember(id, folded),
        turn: streamId,
        commands: [{ commandId: randomUUID(), command }],
        metadata: { actor: `visitor:${command.shopper}`, correlationId: randomUUID() },
      });
      if (outcomes[0]?.outcome !== "accepted") throw new Error(`A reservation came out as ${outcomes[0]?.outcome}.`);
    },
    count: async (streamId) => (await store.readStream(streamId)).length,
    close,
  };
}

/**
 * Emmett's command handler, which reads the stream and appends, and on a version conflict does both again. Its own three
 * retries are not enough for a crowd. Of the waits that were tried, from 1–20 ms to 100–1,000 ms, these were the fastest.
 */
const retry = {
  onVersionConflict: {
    retries: 10_000,
    minTimeout: 50,
    maxTimeout: 500,
    factor: 1.5,
    shouldRetryError: isExpectedVersionConflictError,
  },
};

export async function openEmmettSelling(url: string): Promise<Selling> {
  const store = getPostgreSQLEventStore(url);
  await store.schema.migrate();
  const handleSale = CommandHandler({
    initialState: () => saleDecider.initialState,
    evolve: saleDecider.evolve,
    retry,
  });
  return {
    system: "emmett",
    async sell(streamId) {
      await handleSale(store, streamId, (sale) => {
        const decision = saleDecider.decide({ type: "reserveUnit", shopper: randomUUID() }, sale);
        return decision.outcome === "decided" ? [...decision.events] : [];
      });
    },
    count: async (streamId) => (await store.readStream<SaleEvent>(streamId)).events.length,
    close: () => store.close(),
  };
}
