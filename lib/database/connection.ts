import postgres from "postgres";
import { arrayTypes } from "./array-types";
import { openWatchedSocket, type Place } from "./watched-socket";

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
  return renewable((onLoss) =>
    postgres(url, {
      max,
      onnotice: () => {},
      onclose: onLoss,
      connect_timeout: connectTimeoutSeconds,
      backoff: () => reconnectSeconds,
      connection: { application_name: name },
      types: { ...arrayTypes, bigint: bigintAsNumber },
      fetch_types: false,
      ...(answerWithinMs !== undefined && { socket: (place: Place) => openWatchedSocket(place, answerWithinMs) }),
    }),
  );
}

type Listening = Parameters<postgres.Sql["listen"]>;

/**
 * A client that is replaced whole as soon as one of its connections is lost.
 *
 * The driver would open that connection again, but with what it remembers of the lost one: an unsent piece of a message, a
 * statement that was never answered. So a later statement could wait on it for ever. Here the next statement finds a
 * fresh client, and the old one ends when what it had under way is answered, or after a while.
 */
function renewable(open: (onLoss: () => void) => postgres.Sql): postgres.Sql {
  const listeners = new Map<Listening, postgres.ListenRequest>();
  const retired = new Set<Promise<void>>();
  let isEnding = false;

  const openNext = (previous?: postgres.Sql): postgres.Sql => {
    const client: postgres.Sql = open(() => {
      if (client === current && !isEnding) renew();
    });
    // Drizzle has its types read by parsers of its own, which it leaves in the client.
    Object.assign(client.options.parsers, previous?.options.parsers);
    Object.assign(client.options.serializers, previous?.options.serializers);
    return client;
  };
  let current = openNext();

  const renew = (): void => {
    const lost = current;
    current = openNext(lost);
    // While the database is away this fails; the next loss, or the listener's own polling, makes up for it.
    for (const listening of listeners.keys()) startListening(listening).catch(() => {});
    const ending: Promise<void> = lost.end({ timeout: graceSeconds }).finally(() => retired.delete(ending));
    retired.add(ending);
  };
  const end = async (options?: { timeout?: number }): Promise<void> => {
    isEnding = true;
    await Promise.all([current.end(options), ...retired]);
  };
  const startListening = (listening: Listening): postgres.ListenRequest => {
    const request = current.listen(...listening);
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

  return new Proxy(current, {
    apply: (_, self, args) => Reflect.apply(current, self, args) as unknown,
    get: (_, name) => (name === "end" ? end : name === "listen" ? listen : (Reflect.get(current, name) as unknown)),
  });
}
