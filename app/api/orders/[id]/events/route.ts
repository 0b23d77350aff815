import { currentVisitor } from "@/app/shopper";
import { eventsResponse } from "@/app/api/events-response";
import { findOrder } from "@/lib/orders/queries";
import { startShop } from "@/lib/shop";

/** The events of the cart that became this order, for whoever placed it; 404 for everybody else. */
export async function GET(request: Request, { params }: RouteContext<"/api/orders/[id]/events">): Promise<Response> {
  const [{ id }, shop, visitor] = await Promise.all([params, startShop(), currentVisitor()]);
  const found = visitor && (await findOrder(shop.db, visitor.owner, id));
  if (!found) return Response.json({ error: "There is no such order among yours." }, { status: 404 });
  return eventsResponse(request, found.order.cartStreamId);
}
