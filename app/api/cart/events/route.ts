import { currentCart } from "@/app/shopper";
import { eventsResponse } from "../../events-response";

/** The events of the shopper's own cart with version > `after`, oldest first. */
export async function GET(request: Request): Promise<Response> {
  const loaded = await currentCart();
  return eventsResponse(request, loaded?.streamId ?? "", loaded?.events ?? []);
}
