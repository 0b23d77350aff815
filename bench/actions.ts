import type { CartRequest } from "@/lib/cart/requests";
import { buildCopy, trivialPath } from "./built-copy";
import { closedLoop, takeTurns, type Contender } from "./measure";
import { memoryAfter } from "./memory";
import type { Bench } from "./options";
import { toRows, type Result } from "./report";
import { addCommand, sendOne } from "./shopper";
import { openWeb, type Web } from "./web";

const sessions = 16;
/** Then the session goes on as another visitor: no cart grows without end. */
const commandsPerCart = 30;
const sku = "brass-hourglass";
/** To warm up, as a multiple of a round's length: so much code runs here that it is compiled for speed only by and by. */
const warmUpRounds = 5;

const commands: readonly CartRequest[] = [
  addCommand(sku),
  { type: "changeItemQuantity", sku, quantity: 3 },
  { type: "removeItem", sku },
];

/**
 * The cart's server action, one command a call: add, set to three, remove, and again, in 16 sessions; beside an action that
 * does nothing, served by the same process.
 */
export async function benchActions({ server, options, say }: Bench): Promise<readonly Result[]> {
  const copy = await buildCopy(say);
  try {
    const web = await openWeb(await server.createDatabase("actions"), sessions, say, { folder: copy.folder });
    try {
      say("action");
      const plan = options.plan(server);
      const warmUpSeconds = plan.seconds * warmUpRounds;
      const measured = await takeTurns([shopping(web), callingTrivial(web)], { ...plan, warmUpSeconds });
      const rows = toRows("action", sessions, measured, { of: "rate", to: ["trivial action"] });
      return [...rows, ...(await memoryAfter("action", [web], server))];
    } finally {
      await web.close();
    }
  } finally {
    copy.remove();
  }
}

function shopping(web: Web): Contender {
  const sessionsOpen = Array.from({ length: sessions }, () => new Session(web));
  const run = (seconds: number) =>
    closedLoop(sessions, seconds, async (worker) => {
      await sessionsOpen[worker]?.sendNext();
    });
  return { system: "cartulary", run };
}

function callingTrivial(web: Web): Contender {
  const cookies = Array.from({ length: sessions }, () => web.newCookie());
  const run = (seconds: number) =>
    closedLoop(sessions, seconds, async (worker) => {
      const { status, body } = await web.callAction(cookies[worker] ?? "", trivialPath, "answerNothing", []);
      if (status !== 200 || !body.includes('"ok":true')) throw new Error(`The trivial action answered ${status}.`);
    });
  return { system: "trivial action", run };
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
