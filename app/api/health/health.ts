import { setTimeout as delay } from "node:timers/promises";
import { hasCode, lockTimeout } from "@/lib/database/error-code";
import type { EventStore } from "@/lib/event-store/event-store";
import type { Projector } from "@/lib/projector/projector";

type Projections = ReturnType<Projector["status"]>;

/** `degraded`: shoppers are served, and somebody should look; `reason` says at what. */
export type Health =
  | { readonly status: "ok"; readonly head: number; readonly projections: Projections }
  | { readonly status: "degraded"; readonly reason: string; readonly head: number; readonly projections: Projections }
  | { readonly status: "unavailable"; readonly reason: string };

/** Whoever asks about health has little patience. */
const patienceMs = 2_000;

/** How an open shop is. */
export async function readHealth(shop: {
  readonly store: Pick<EventStore, "head">;
  readonly projector: Pick<Projector, "head" | "status">;
}): Promise<Health> {
  try {
    const head = await Promise.race([shop.store.head(), delay(patienceMs, undefined, { ref: false })]);
    if (head === undefined) throw new Error("The database did not answer in time.");
    const projections = shop.projector.status();
    const parked = Object.entries(projections).filter(([, status]) => status.parked);
    if (parked.length === 0) return { status: "ok", head, projections };
    const names = parked.map(([name]) => name).join(", ");
    return { status: "degraded", reason: `Events that failed are parked in ${names}.`, head, projections };
  } catch (error) {
    if (!hasCode(error, lockTimeout)) {
      return { status: "unavailable", reason: "The database does not answer." };
    }
    const reason = "An append has been open for too long; the read models wait for it.";
    return { status: "degraded", reason, head: shop.projector.head, projections: shop.projector.status() };
  }
}
