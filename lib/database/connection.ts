import postgres from "postgres";
import { arrayTypes } from "./array-types";
import { encryptionOf } from "./encryption";
import { Sockets, type Place } from "./sockets";

/** Positions are bigints that stay far below 2^53: as numbers they survive JSON. */
const bigintAsNumber = { to: 20, from: [20], serialize: String, parse: Number };
const connectTimeoutSeconds = 4;
/** Between attempts to connect again. The driver's own grows to 20 s, which is long after the database is back. */
const reconnectSeconds = 0.5;
/** How long the statements of a client that has lost a connection may still take on its others. */
const graceSeconds = 5;

interface ConnectOptions {
  readonly max?: number;
  readonly name?: string;
  /** A connection that waits longer than this for the database to say anything is closed, and its queries fail. */
  readonly answerWithinMs?: number;
}

/**
 * A pool of connections that gives bigint and count columns as numbers.
 *
 * Drizzle alters the serializers of the client it is given, so it gets one of its own (`lib/shop.ts`).
 */
export function connect(
  url: string,
  { max = 8, name = "cartulary", answerWithinMs }: ConnectOptions = {},
): postgres.Sql {
  return renewable((onLoss) => {
    const sockets = new Sockets({ encryption: encryptionOf(url), answerWithinMs });
    // The driver's types leave this one out.
    const openSocket = { socket: (place: Place) => sockets.open(place) };
    const sql = postgres(url, {
      max,
      onnotice: () => {},
      onclose: onLoss,
      connect_timeout: connectTimeoutSeconds,
      backoff: () => reconnectSeconds,
      connection: { application_name: name },
      types: { ...arrayTypes, bigint: bigintAsNumber },
      fetch_types: false,
      // It is done below the driver.
      ssl: false,
      ...openSocket,
    });
    return { sql, sockets };
  });
}

/** A driver's pool, and the sockets under it. */
interface Client {
  readonly sql: postgres.Sql;
  readonly sockets: Sockets;
}

type Listening = Parameters<postgres.Sql["listen"]>;

/**
 * A client that is replaced whole as soon as one of its connections is lost.
 *
 * The driver would open that connection again, but with what it remembers of the lost one: an unsent piece of a message, a
 * statement that was never answered. So a later statement could wait on it for ever. Here the next statement finds a
 * fresh client. The old one ends when what it had under way is answered, or after a while, and its sockets are closed for it:
 * a connection that was being made just then would stay open, and keep the process alive.
 */
function renewable(open: (onLoss: () => void) => Client): postgres.Sql {
  const listeners = new Map<Listening, postgres.ListenRequest>();
  const retired = new Map<Client, Promise<void>>();
  let isEnding = false;

  const openNext = (previous?: Client): Client => {
    const client: Client = open(() => {
      if (client === current && !isEnding) renew();
    });
    // Drizzle has its types read by parsers of its own, which it leaves in the client.
    Object.assign(client.sql.options.parsers, previous?.sql.options.parsers);
    Object.assign(client.sql.options.serializers, previous?.sql.options.serializers);
    return client;
  };
  let current = openNext();

  const renew = (): void => {
    const lost = current;
    current = openNext(lost);
    // While the database is away this fails; the next loss, or the listener's own polling, makes up for it.
    for (const listening of listeners.keys()) startListening(listening).catch(() => {});
    retired.set(lost, lost.sql.end({ timeout: graceSeconds }));
    setTimeout(() => forget(lost), graceSeconds * 1_000).unref();
  };
  const forget = (client: Client): void => {
    client.sockets.close();
    retired.delete(client);
  };
  const end = async (options?: { timeout?: number }): Promise<void> => {
    isEnding = true;
    const ending = new Map([[current, current.sql.end(options)], ...retired]);
    await Promise.all(ending.values());
    for (const client of ending.keys()) forget(client);
  };
  const startListening = (listening: Listening): postgres.ListenRequest => {
    const request = current.sql.listen(...listening);
    listeners.set(listening, request);
    return request;
  };
  const listen = async (...listening: Listening): Promise<postgres.ListenMeta> => {
    const meta = await startListening(listening);
    const unlisten = async (): Promise<void> => {
      const request = listeners.get(listening);
      listeners.delete(listening);
      await (await request)?.unlisten();
    };
    return { ...meta, unlisten };
  };

  return new Proxy(current.sql, {
    apply: (_, self, args) => Reflect.apply(current.sql, self, args) as unknown,
    get: (_, name) => (name === "end" ? end : name === "listen" ? listen : (Reflect.get(current.sql, name) as unknown)),
  });
}
