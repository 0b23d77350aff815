import { setTimeout as delay } from "node:timers/promises";
import { openedShop, startShop } from "@/lib/shop";

export const dynamic = "force-dynamic";

/** Whoever asks about health has little patience. */
const patienceMs = 2_000;

/** `{ status, head, projections: { name: { position, lag, error? } } }`; 503 until the shop is open or when the log can't be read. */
export async function GET(): Promise<Response> {
  const shop = openedShop();
  if (!shop) {
    // Another part of the process opens it; this only makes sure that somebody does.
    startShop().catch(() => {});
    return Response.json({ status: "starting" }, { status: 503, headers: { "Retry-After": "1" } });
  }
  try {
    const head = await Promise.race([shop.store.head(), delay(patienceMs, undefined, { ref: false })]);
    if (head === undefined) throw new Error("The database did not answer in time.");
    return Response.json({ status: "ok", head, projections: shop.projector.status() });
  } catch {
    return Response.json(
      { status: "unavailable", reason: "The database does not answer." },
      { status: 503, headers: { "Retry-After": "5" } },
    );
  }
}
