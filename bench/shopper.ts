import { v7 as uuidV7 } from "uuid";
import type { CartBatch, CartRequest } from "@/lib/cart/requests";
import type { Web } from "./web";

/** Sends one request as a batch of its own. Throws when the shop does not accept it. */
export async function sendOne(web: Web, cookie: string, request: CartRequest): Promise<void> {
  const commands: CartBatch["commands"] = [{ commandId: uuidV7(), request }];
  const { status, body } = await web.sendCartCommands(cookie, commands);
  const answer = body.toString();
  if (status !== 200 || !answer.includes('"outcome":"accepted"')) {
    throw new Error(`${request.type} was answered with ${status}: ${answer.slice(0, 500)}`);
  }
}

export function addCommand(sku: string): CartRequest {
  return { type: "addItem", sku, quantity: 1 };
}
