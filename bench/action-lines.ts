import { randomUUID } from "node:crypto";
import { connect } from "@/lib/database/connection";
import { closedLoop, takeTurns, type Contender } from "./measure";
import type { Bench } from "./options";
import { toRows, type Row } from "./report";
import { addCommand, sendOne } from "./shopper";
import { openWeb, type Web } from "./web";

const sessions = 16;
const mostLines = 50;

/** The cart's server action on carts of fifty lines and of one: a quantity is changed, to and fro. */
export async function benchActionLines({ server, options, say }: Bench): Promise<readonly Row[]> {
  const url = await server.createDatabase("action_lines");
  const web = await openWeb(url, sessions, say);
  try {
    const skus = await addProducts(url);
    say("action-lines");
    const contenders = [await changing(web, skus), await changing(web, skus.slice(0, 1))];
    const measured = await takeTurns(contenders, options.plan(server));
    return toRows("action-lines", sessions, measured, { of: "time", to: ["1 line"] });
  } finally {
    await web.close();
  }
}

/** The shop's own shelves hold fewer. */
async function addProducts(url: string): Promise<readonly string[]> {
  const sql = connect(url, { max: 1 });
  const rows = await sql<{ sku: string }[]>`
    insert into products (sku, name, category, summary, description, price, stock)
    select 'bench-' || n, 'Notebook no. ' || n, 'notebooks', 'Ruled.', 'Ruled, sewn, bound in cloth.', 1000 + n, 1000000
    from generate_series(1, ${mostLines}::integer) as n returning sku`;
  await sql.end({ timeout: 5 });
  return rows.map((row) => row.sku);
}

async function changing(web: Web, skus: readonly string[]): Promise<Contender> {
  const carts = Array.from({ length: sessions }, () => ({ cookie: web.newCookie(), changes: 0 }));
  const [sku = ""] = skus;
  for (const { cookie } of carts) await fill(web, cookie, skus);
  return {
    system: skus.length === 1 ? "1 line" : `${skus.length} lines`,
    run: (seconds) =>
      closedLoop(sessions, seconds, async (worker) => {
        const cart = carts[worker];
        if (!cart) return;
        cart.changes += 1;
        await sendOne(web, cart.cookie, { type: "changeItemQuantity", sku, quantity: 2 + (cart.changes % 2) });
      }),
  };
}

async function fill(web: Web, cookie: string, skus: readonly string[]): Promise<void> {
  const commands = skus.map((sku) => ({ commandId: randomUUID(), request: addCommand(sku) }));
  const { status, body } = await web.sendCartCommands(cookie, commands);
  const accepted = body.toString().split('"outcome":"accepted"').length - 1;
  if (status !== 200 || accepted !== skus.length) {
    throw new Error(`${accepted} of ${skus.length} products went into a cart (${status}).`);
  }
}
