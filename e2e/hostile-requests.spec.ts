import http from "node:http";
import { connect } from "@/lib/database/connection";
import { actionIds, hostileRequests, type HostileRequest } from "./hostile-requests";
import { expect, test } from "./shop";

const count = 10_000;
const connections = 16;

interface Answer {
  readonly status: number;
  readonly location: string;
  readonly body: string;
}

test("ten thousand hostile requests are each refused in so many words, and the log stays as it was", async ({
  shop,
}) => {
  test.setTimeout(300_000);
  const requests = hostileRequests(await actionIds(), count, 2_026);
  const before = await logOf(shop.databaseUrl);
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  const wrong: string[] = [];
  const rest = requests.values();
  const worker = async (): Promise<void> => {
    for (const request of rest) {
      const answer = await ask(agent, shop.url, request);
      if (!isRefused(request, answer)) wrong.push(describe(request, answer));
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  agent.destroy();
  expect(wrong.slice(0, 10), `${wrong.length} of ${count} were not refused`).toEqual([]);
  expect(await logOf(shop.databaseUrl)).toEqual(before);
  expect((await fetch(`${shop.url}/api/health`)).status).toBe(200);
});

/** A 4xx, or an action's typed rejection; a read may also just be answered. */
function isRefused({ asksForChange }: HostileRequest, { status, location, body }: Answer): boolean {
  if (status >= 500) return false;
  if (status >= 400 || !asksForChange) return true;
  if (status === 303 || status === 307) return location.includes("refused=");
  return status === 200 && !body.includes('"outcome":"accepted"');
}

function ask(agent: http.Agent, url: string, { method, path, headers, body }: HostileRequest): Promise<Answer> {
  const { hostname, port, origin } = new URL(url);
  return new Promise((resolve, reject) => {
    const length = method === "GET" || method === "HEAD" ? {} : { "content-length": body.length };
    const options = { agent, hostname, port, method, path, headers: { origin, ...headers, ...length } };
    const sent = http.request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const { statusCode: status = 0, headers } = response;
        resolve({ status, location: headers.location ?? "", body: Buffer.concat(chunks).toString() });
      });
      response.on("error", reject);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

async function logOf(databaseUrl: string): Promise<unknown> {
  const sql = connect(databaseUrl, { max: 1 });
  const [row] = await sql`select count(*), max(position) from events`;
  await sql.end();
  return row;
}

function describe({ method, path, headers, body }: HostileRequest, answer: Answer): string {
  const said = `${answer.status} ${answer.location} ${answer.body.slice(0, 300)}`;
  return `${method} ${path} ${JSON.stringify(headers)} ${body.toString().slice(0, 300)} → ${said}`;
}
