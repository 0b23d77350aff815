import { currentCart } from "@/app/shopper";
import { eventsResponse } from "../../events-response";

/** A page of the history of the shopper's own cart: `?after=…&limit=…`. */
export async function GET(request: Request): Promise<Response> {
  return eventsResponse(request, (await currentCart())?.streamId ?? "");
}
