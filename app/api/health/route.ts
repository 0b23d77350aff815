import { openedShop, startShop } from "@/lib/shop";

export const dynamic = "force-dynamic";

/** `{ status, head, projections: { name: { position, lag, error? } } }`; 503 until the shop is open or when the log can't be read. */
export async function GET(): Promise<Response> {
  const shop = openedShop();
  if (!shop) {
    // Another part of the process opens it; this only makes sure that somebody does.
    startShop().catch(() => {});
    return Response.json({ status: "starting" }, { status: 503, headers: { "Retry-After": "1" } });
  }
  try {
    const head = await shop.store.head();
    return Response.json({ status: "ok", head, projections: shop.projector.status() });
  } catch {
    return Response.json(
      { status: "unavailable", reason: "The database does not answer." },
      { status: 503, headers: { "Retry-After": "5" } },
    );
  }
}
