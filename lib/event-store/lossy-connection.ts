import { createServer, connect as connectTo, type AddressInfo, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** A way to the database that can lose an answer. For tests. */
export interface LossyConnection {
  readonly url: string;
  /** Lets the next statement through to the database, and cuts the connection in place of its answer. */
  loseNextAnswer(): void;
}

export async function openLossyConnection(databaseUrl: string): Promise<LossyConnection> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let losing = false;
  const server = createServer((client) => {
    const upstream = connectTo(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) sockets.add(socket.on("error", () => socket.destroy()));
    client.on("data", (chunk) => upstream.write(chunk)).on("close", () => upstream.destroy());
    upstream.on("close", () => client.destroy());
    upstream.on("data", (chunk) => {
      if (!losing) return client.write(chunk);
      losing = false;
      return client.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const url = new URL(databaseUrl);
  url.port = String((server.address() as AddressInfo).port);
  return { url: url.href, loseNextAnswer: () => (losing = true) };
}
