import { cartSnapshot } from "@/app/shopper";

/** The shopper's cart of now, folded: a `CartSnapshot`. */
export async function GET(): Promise<Response> {
  return Response.json(await cartSnapshot(), { headers: { "Cache-Control": "private, no-store" } });
}
