import { closedLoop, takeTurns, type Contender } from "./measure";
import type { Bench } from "./options";
import { toRows, type Row } from "./report";
import { addCommand, sendOne } from "./shopper";
import { openWeb, type Web } from "./web";

const connections = 16;

/** What a page must say, so that an error page is not taken for a fast one. */
const pages: Readonly<Record<string, string>> = {
  "/": "Brass hourglass",
  "/catalogue": "Brass hourglass",
  "/products/brass-hourglass": "Brass hourglass",
  "/cart": "Brass hourglass",
};

/** Pages as 16 shoppers get them, each with three products in their cart. */
export async function benchPages({ server, options, say }: Bench): Promise<readonly Row[]> {
  const web = await openWeb(await server.createDatabase("pages"), connections, say);
  try {
    say("page");
    const cookies = await Promise.all(Array.from({ length: connections }, () => fillCart(web)));
    for (const [path, text] of Object.entries(pages)) await check(web, path, cookies[0] ?? "", text);
    const contenders = Object.keys(pages).map((path) => loading(web, path, cookies));
    const measured = await takeTurns(contenders, options.plan(server));
    return measured.flatMap(({ system: path, pieces }) =>
      toRows(`page ${path}`, connections, [{ system: "cartulary", pieces }]),
    );
  } finally {
    await web.close();
  }
}

async function fillCart(web: Web): Promise<string> {
  const cookie = web.newCookie();
  for (const sku of ["brass-hourglass", "ships-log-glass", "sermon-glass"]) await sendOne(web, cookie, addCommand(sku));
  return cookie;
}

function loading(web: Web, path: string, cookies: readonly string[]): Contender {
  return {
    system: path,
    run: (seconds) =>
      closedLoop(connections, seconds, async (worker) => {
        const { status, body } = await web.get(path, { cookie: cookies[worker], "accept-encoding": "gzip" });
        if (status !== 200 || body.length === 0) throw new Error(`GET ${path} was answered with ${status}.`);
      }),
  };
}

async function check(web: Web, path: string, cookie: string, text: string): Promise<void> {
  const { status, body } = await web.get(path, { cookie });
  if (status !== 200 || !body.toString().includes(text)) {
    throw new Error(`GET ${path} was answered with ${status} and without “${text}”.`);
  }
}
