import { randomUUID } from "node:crypto";
import { v7 as uuidV7 } from "uuid";
import type { CartCommand } from "@/lib/cart/cart";
import { handleForShopper, type CartReply, type Shopper, type Shopping } from "@/lib/cart/shopping";

const sku = "brass-hourglass";
const product = { name: "Brass hourglass", unitPrice: 3800, available: 1_000_000, discontinued: false };

/** Puts an hourglass into the cart and takes it out again, by turns: each command is one event, and the cart stays small. */
export class HesitantShopper {
  readonly #shopping: Shopping;
  readonly #shopper: Shopper;
  #sent = 0;

  constructor(shopping: Shopping) {
    this.#shopping = shopping;
    const id = uuidV7();
    this.#shopper = { id, owner: `visitor:${id}` };
  }

  /** Sends one command through `handle`. Throws when it isn't accepted. */
  async sendNext(): Promise<CartReply> {
    const command: CartCommand =
      this.#sent % 2 === 0 ? { type: "addItem", sku, quantity: 1, product } : { type: "removeItem", sku };
    this.#sent += 1;
    const envelope = { commandId: uuidV7(), command };
    const reply = await handleForShopper(this.#shopping, this.#shopper, [envelope], randomUUID());
    const [answer] = reply.outcomes;
    if (answer?.outcome !== "accepted") throw new Error(`${command.type} came out as ${answer?.outcome}.`);
    return reply;
  }
}
