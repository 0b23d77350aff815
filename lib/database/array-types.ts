import type postgres from "postgres";

/** Object ids of Postgres types and of arrays of them; they are the same on every server. */
const typesOfArrays: readonly { readonly array: number; readonly parse: (text: string) => unknown }[] = [
  { array: 1000, parse: (text) => text === "t" }, // boolean
  { array: 1003, parse: String }, // name
  { array: 1005, parse: Number }, // smallint
  { array: 1007, parse: Number }, // integer
  { array: 1009, parse: String }, // text
  { array: 1016, parse: Number }, // bigint
  { array: 1022, parse: Number }, // double precision
  { array: 1185, parse: (text) => new Date(text) }, // timestamp with time zone
  { array: 2951, parse: String }, // uuid
];

/**
 * How the driver writes and reads arrays of one dimension.
 *
 * It would ask each new connection which types are arrays. When a connection is cut just then, the question stays open, the next
 * connection's refusal is taken for its answer, and that ends the process, for nobody waits for it. So it need not ask.
 */
export const arrayTypes: Record<string, postgres.PostgresType<unknown>> = Object.fromEntries(
  typesOfArrays.map(({ array, parse }) => [
    `array${array}`,
    {
      to: array,
      from: [array],
      serialize: (items: unknown) => (Array.isArray(items) ? toLiteral(items as Item[]) : String(items)),
      parse: (literal: string) => parseLiteral(literal, parse),
    },
  ]),
);

type Item = string | number | boolean | Date | null;

function toLiteral(items: readonly Item[]): string {
  const quoted = items.map((item) => {
    if (item === null) return "null";
    const text = item instanceof Date ? item.toISOString() : String(item);
    return `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
  });
  return `{${quoted.join(",")}}`;
}

function parseLiteral(literal: string, parse: (text: string) => unknown): unknown[] {
  const items = literal.slice(1, -1).matchAll(/"((?:[^"\\]|\\.)*)"|([^,]+)/gs);
  return [...items].map(([, quoted, bare = ""]) => {
    if (quoted !== undefined) return parse(quoted.replaceAll(/\\(.)/gs, "$1"));
    return bare === "NULL" ? null : parse(bare);
  });
}
