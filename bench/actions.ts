import type { CartRequest } from "@/lib/cart/requests";
import { closedLoop, takeTurns } from "./measure";
import type { Bench } from "./options";
import { toRows, type Row } from "./report";
import { addCommand, sendOne } from "./shopper";
import { openWeb, type Web } from "./web";

const sessions = 16;
/** Then the session goes on as another visitor: no cart grows without end. */
const commandsPerCart = 30;
const sku = "brass-hourglass";

const commands: readonly CartRequest[] = [
  addCommand(sku),
  { type: "changeItemQuantity", sku, quantity: 3 },
  { type: "removeItem", sku },
];

/** The cart's server action, one command a call: add, set to three, remove, and again, in 16 sessions. */
export async function benchActions({ server, options, say }: Bench): Promise<readonly Row[]> {
  const web = await openWeb(await server.createDatabase("actions"), sessions, say);
  try {
    say("action");
    const shopping = Array.from({ length: sessions }, () => new Session(web));
    const run = (seconds: number) =>
      closedLoop(sessions, seconds, async (worker) => {
        await shopping[worker]?.sendNext();
      });
    return toRows("action", sessions, await takeTurns([{ system: "cartulary", run }], options.plan(server)));
  } finally {
    await web.close();
  }
}

class Session {
  readonly #web: Web;
  #cookie = "";
  #sent = 0;

  constructor(web: Web) {
    this.#web = web;
  }

  async sendNext(): Promise<void> {
    if (this.#sent % commandsPerCart === 0) this.#cookie = this.#web.newCookie();
    const request = commands[this.#sent % commands.length];
    this.#sent += 1;
    if (request) await sendOne(this.#web, this.#cookie, request);
  }
}
