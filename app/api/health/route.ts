import { openedShop, startShop } from "@/lib/shop";
import { readHealth } from "./health";

export const dynamic = "force-dynamic";

/**
 * `{ status, reason?, head, projections: { name: { position, lag, error?, parked? } } }`: 200 while shoppers are served, `ok` or
 * `degraded`; 503 until the shop is open or when the log can't be read.
 */
export async function GET(): Promise<Response> {
  const shop = openedShop();
  if (!shop) {
    // Another part of the process opens it; this only makes sure that somebody does.
    startShop().catch(() => {});
    return Response.json({ status: "starting" }, { status: 503, headers: { "Retry-After": "1" } });
  }
  const health = await readHealth(shop);
  if (health.status !== "unavailable") return Response.json(health);
  return Response.json(health, { status: 503, headers: { "Retry-After": "5" } });
}
