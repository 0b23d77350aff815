import { randomBytes } from "node:crypto";
import { takeTurns, type Contender, type Piece } from "./measure";
import { memoryAfter } from "./memory";
import type { Bench } from "./options";
import { toRows, type Figure, type Result } from "./report";
import { addCommand, sendOne } from "./shopper";
import { openWeb, type Web } from "./web";

const adds = 20;

/** Twenty adds to one cart at the same moment, over one server process and over two: all accepted, all counted. */
export async function benchParallel({ server, options, say }: Bench): Promise<readonly Result[]> {
  const [url, secret] = [await server.createDatabase("parallel"), randomBytes(32).toString("hex")];
  const webs: Web[] = [];
  try {
    for (let count = 0; count < 2; count += 1) webs.push(await openWeb(url, adds, say, { secret }));
    say("parallel");
    const bursting = [new Bursts("one process", webs.slice(0, 1)), new Bursts("two processes", webs)];
    const measured = await takeTurns(bursting, options.plan(server));
    const rows = toRows(`parallel ${adds}`, adds, measured, { of: "time", to: ["one process"] });
    return [...rows, ...bursting.flatMap((each) => each.figures()), ...(await memoryAfter("parallel", webs, server))];
  } finally {
    for (const web of webs) await web.close();
  }
}

/** Bursts of adds, each to a new cart; a latency is a whole burst, from the first call to the last answer. */
class Bursts implements Contender {
  readonly system: string;
  readonly #webs: readonly Web[];
  #accepted = 0;
  #counted = 0;

  constructor(system: string, webs: readonly Web[]) {
    this.system = system;
    this.#webs = webs;
  }

  readonly run = async (seconds: number): Promise<Piece> => {
    const deadline = performance.now() + seconds * 1_000;
    const latenciesMs: number[] = [];
    while (performance.now() < deadline) latenciesMs.push(await this.#burst());
    const spentMs = latenciesMs.reduce((sum, ms) => sum + ms, 0);
    return { operations: latenciesMs.length, seconds: spentMs / 1_000, latenciesMs };
  };

  figures(): readonly Figure[] {
    const figure = { row: `parallel ${adds}`, unit: "adds" };
    return [
      { ...figure, of: `${this.system}, accepted`, value: this.#accepted },
      { ...figure, of: `${this.system}, counted`, value: this.#counted },
    ];
  }

  async #burst(): Promise<number> {
    const [first] = this.#webs;
    if (!first) throw new Error("There is no process to send anything to.");
    const cookie = first.newCookie();
    const startedAt = performance.now();
    const sending = Array.from({ length: adds }, (_, index) =>
      sendOne(this.#webs[index % this.#webs.length] ?? first, cookie, addCommand("brass-hourglass")),
    );
    await Promise.all(sending);
    const spentMs = performance.now() - startedAt;
    const counted = await unitsInCart(first, cookie);
    if (counted !== adds) throw new Error(`${adds} adds were accepted, and the cart has ${counted}.`);
    this.#accepted += adds;
    this.#counted += counted;
    return spentMs;
  }
}

async function unitsInCart(web: Web, cookie: string): Promise<number> {
  const { body } = await web.get("/api/cart", { cookie });
  const { cart } = JSON.parse(body.toString()) as {
    readonly cart: { readonly lines?: readonly { quantity: number }[] };
  };
  return (cart.lines ?? []).reduce((sum, line) => sum + line.quantity, 0);
}
