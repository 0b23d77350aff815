import { cartSummaryProjection } from "@/lib/cart/read-model";
import { connect } from "@/lib/database/connection";
import { EventStore } from "@/lib/event-store/event-store";
import { WakeUp } from "@/lib/event-store/wake-up";
import { Projector } from "@/lib/projector/projector";
import type { Summary } from "../summary";
import type { Projecting, ReadableLog } from "./system";

/** As many connections as the shop gives its log. */
const connections = 8;

/** The shop's log, with the wake-ups that the shop sends after its appends. */
export function openCartularyLog(url: string) {
  const sql = connect(url, { max: connections });
  const appending = connect(url, { max: 1 });
  const wakeUp = new WakeUp(sql);
  const store = new EventStore(sql, (streamIds) => wakeUp.appended(streamIds), { appending });
  const close = async (): Promise<void> => {
    await wakeUp.stop();
    await Promise.all([sql.end({ timeout: 5 }), appending.end({ timeout: 5 })]);
  };
  return { sql, wakeUp, store, close };
}

export function openCartulary(url: string): ReadableLog {
  const { store, close } = openCartularyLog(url);
  return {
    system: "cartulary",
    async append(append) {
      const { outcome } = await store.append(append);
      if (outcome !== "appended") throw new Error(`An append to a stream of its own came out as ${outcome}.`);
    },
    read: async (streamId) => (await store.readStream(streamId)).length,
    close,
  };
}

/** The shop's projector with one of its projections. */
export function openCartularyProjector(url: string): Projecting {
  const sql = connect(url, { max: connections });
  const { name, version } = cartSummaryProjection;
  return {
    system: "cartulary",
    async projectFromZero() {
      await sql`truncate cart_summaries`;
      await sql`insert into checkpoints (projection, version, position) values (${name}, ${version}, 0)
        on conflict (projection) do update set position = 0`;
      await sql`vacuum analyze cart_summaries, checkpoints`;
      const store = new EventStore(sql);
      const [log] = await sql<{ events: number }[]>`select count(*) as events from events`;
      const projector = new Projector(sql, store, new WakeUp(sql), [cartSummaryProjection]);
      const startedAt = performance.now();
      await projector.catchUp();
      return { operations: log?.events ?? 0, seconds: (performance.now() - startedAt) / 1_000, latenciesMs: [] };
    },
    async summarize() {
      const [summary] = await sql<Summary[]>`
        select count(*) as carts, coalesce(sum(item_count), 0)::float8 as items,
          coalesce(sum(subtotal), 0)::float8 as subtotal,
          count(*) filter (where status = 'checkedOut') as "checkedOut"
        from cart_summaries`;
      if (!summary) throw new Error("A sum without a row.");
      return summary;
    },
    close: () => sql.end({ timeout: 5 }),
  };
}
