import postgres from "postgres";

/** Positions are bigints that stay far below 2^53: as numbers they survive JSON. */
const bigintAsNumber = { to: 20, from: [20], serialize: String, parse: Number };

/**
 * A pool of connections that gives bigint and count columns as numbers.
 *
 * Drizzle alters the serializers of the client it is given, so it gets one of its own (`lib/shop.ts`).
 */
export function connect(url: string, options: { max?: number; name?: string } = {}): postgres.Sql {
  return postgres(url, {
    max: options.max ?? 8,
    onnotice: () => {},
    connection: { application_name: options.name ?? "cartulary" },
    types: { bigint: bigintAsNumber },
  });
}
