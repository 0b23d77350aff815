import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import fc from "fast-check";

/** A request that no page of the shop would send. */
export interface HostileRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Reads may well be answered; whatever asks for a change must be refused. */
  readonly asksForChange: boolean;
}

type ActionIds = Readonly<Record<"sendCartCommands" | "submitCartForm" | "placeOrder", string>>;

/** The ids that the build has given to the actions: what a page's traffic shows to anybody. */
export async function actionIds(): Promise<ActionIds> {
  const file = path.join(".next", "server", "server-reference-manifest.json");
  const { node } = JSON.parse(await readFile(file, "utf8")) as {
    readonly node: Readonly<Record<string, { readonly exportedName?: string }>>;
  };
  return Object.fromEntries(Object.entries(node).map(([id, { exportedName = "" }]) => [exportedName, id])) as ActionIds;
}

const unstorable = ["\0", "a\0b", "\uD800", "\uDFFF\uD800", "\u202E", "x".repeat(5_000)];
const misleading = ["__proto__", "constructor", "hasOwnProperty", "NaN", "-Infinity", "1e400", "9007199254740993"];
const injected = [
  "' or 1=1; drop table events; --",
  "../../../../etc/passwd",
  "..%2f..%2fetc%2fpasswd",
  "<script>",
  "{{7*7}}",
];
/** What React's encoding of arguments gives a meaning to. */
const encoded =
  "$ $$ $undefined $NaN $Infinity $-0 $n99 $Dnever $F1 $K1 $Q1 $W1 $B1 $@1 $1 $1:a:b $0:__proto__:constructor $h1 $R1 $x1 $T $i1 $Sx $P1".split(
    " ",
  );

/** Strings that are hard to store, to compare, to decode, or that mean something to somebody. */
const text = fc.oneof(
  fc.constantFrom(...unstorable, ...misleading, ...injected, ...encoded),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({ unit: fc.nat(0xff_ff).map((code) => String.fromCharCode(code)), maxLength: 12 }),
);

const number = fc.constantFrom(-1, 0.5, 2 ** 53, 2 ** 53 + 2, -(2 ** 53), 2 ** 31, 1e308, 5e-324, -0, 1_000, 2 ** 63);

const deep = fc
  .record({ depth: fc.integer({ min: 10, max: 3_000 }), isArray: fc.boolean() })
  .map(({ depth, isArray }) =>
    isArray ? `${"[".repeat(depth)}${"]".repeat(depth)}` : `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`,
  );

/** Hostile JSON, as text: an own key named `__proto__` and numbers beyond the largest would not survive as values. */
const json: fc.Arbitrary<string> = fc.oneof(
  text.map((value) => JSON.stringify(value)),
  number.map(String),
  fc.constantFrom("1e999", "-1e999", "9007199254740993", "null", "true", "[]", "{}", "[[]]", '"5"'),
  fc.constantFrom('{"__proto__":{"ok":true}}', '{"constructor":{"prototype":{}}}', '{"toString":1,"valueOf":2}'),
  fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.stringify(value)),
  deep,
);

const request = (fields: Readonly<Record<string, string>>): string =>
  `{${Object.entries(fields)
    .map(([name, value]) => `${JSON.stringify(name)}:${value}`)
    .join()}}`;

const soundRequests: readonly Readonly<Record<string, string>>[] = [
  { type: '"addItem"', sku: '"goose-quill"', quantity: "1" },
  { type: '"changeItemQuantity"', sku: '"goose-quill"', quantity: "2" },
  { type: '"applyPromoCode"', code: '"WELCOME"' },
  { type: '"restoreCart"', streamId: `"cart-${randomUUID()}"`, version: "1" },
  { type: '"forkCart"', streamId: `"cart-${randomUUID()}"`, version: "1" },
];

/** A batch that is sound but for one field, one that is too much, or one that is missing. */
const spoiltBatch = fc
  .record({ sound: fc.constantFrom(...soundRequests), which: fc.nat(), value: json, how: fc.nat(3) })
  .map(({ sound, which, value, how }) => {
    const names = Object.keys(sound);
    const name = names[which % names.length] ?? "type";
    const id = JSON.stringify(randomUUID());
    const batch = (commandId: string, fields: Readonly<Record<string, string>>): string =>
      `{"commands":[{"commandId":${commandId},"request":${request(fields)}}]}`;
    if (how === 0) return batch(value, sound);
    if (how === 1) return batch(id, { ...sound, ["__proto__" + which]: value });
    if (how === 2) return `{"commands":${value}}`;
    return batch(id, { ...sound, [name]: value });
  });

const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
const contentType = fc.constantFrom(
  "text/plain;charset=UTF-8",
  "application/json",
  "application/x-www-form-urlencoded",
  "multipart/form-data",
  "multipart/form-data; boundary=",
  "multipart/form-data; boundary=x",
  "application/octet-stream",
  "text/x-component",
);

const boundary = "x";

function multipart(fields: readonly (readonly [string, string])[]): Buffer {
  const quoted = (name: string): string => name.replaceAll(/["\r\n]/g, escape);
  const parts = fields.map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"\r\n\r\n${value}\r\n`,
  );
  return Buffer.from(`${parts.join("")}--${boundary}--\r\n`);
}

const fieldNames = [
  "commandId",
  "type",
  "sku",
  "quantity",
  "unitPrice",
  "name",
  "email",
  "shipping",
  "payment",
  "total-standard",
];
const fields = fc.array(fc.tuple(fc.oneof(fc.constantFrom(...fieldNames), text), text), { maxLength: 8 });

const pages = ["/", "/cart", "/catalogue", "/checkout", "/products/goose-quill", "/orders", "/nowhere"];

/** Calls of the actions by script: with hostile arguments, garbled, or for actions that don't exist. */
function calls(ids: ActionIds): fc.Arbitrary<HostileRequest> {
  const known = fc.constantFrom(...Object.values(ids));
  const unknown = fc.oneof(text.map(escape), fc.constantFrom("40".padEnd(42, "0"), "toString", "constructor"));
  const body = fc.oneof(
    { weight: 4, arbitrary: spoiltBatch.map((batch) => Buffer.from(`[${batch}]`)) },
    { weight: 2, arbitrary: fc.array(json, { maxLength: 3 }).map((values) => Buffer.from(`[${values.join()}]`)) },
    { weight: 1, arbitrary: json.map((value) => Buffer.from(value)) },
    { weight: 1, arbitrary: fields.map(multipart) },
    { weight: 1, arbitrary: bytes },
    {
      weight: 1,
      arbitrary: fc.integer({ min: 60_000, max: 80_000 }).map((size) => Buffer.from(`["${"x".repeat(size)}"]`)),
    },
  );
  return fc
    .record({
      path: fc.constantFrom(...pages),
      id: fc.oneof({ weight: 6, arbitrary: known }, { weight: 1, arbitrary: unknown }),
      type: fc.oneof({ weight: 3, arbitrary: fc.constant("text/plain;charset=UTF-8") }, contentType),
      body,
    })
    .map(({ path, id, type, body }) => ({
      method: "POST",
      path,
      headers: { "next-action": id, "content-type": type, accept: "text/x-component" },
      body,
      asksForChange: true,
    }));
}

/** Forms sent without scripts. */
function forms(ids: ActionIds): fc.Arbitrary<HostileRequest> {
  const action = fc.oneof(
    fc.constantFrom(...Object.values(ids)).map((id) => [`$ACTION_ID_${id}`, ""] as const),
    fc.constantFrom(...Object.values(ids)).map((id) => ["$ACTION_1:0", `{"id":"${id}","bound":"$@1"}`] as const),
    text.map((name) => [`$ACTION_ID_${name}`, ""] as const),
    text.map((name) => [`$ACTION_REF_${name}`, ""] as const),
  );
  return fc
    .record({ path: fc.constantFrom(...pages), actions: fc.array(action, { minLength: 1, maxLength: 3 }), fields })
    .map(({ path, actions, fields }) => ({
      method: "POST",
      path,
      headers: { "content-type": `multipart/form-data; boundary=${boundary}`, accept: "text/html" },
      body: multipart([...actions, ...fields]),
      asksForChange: true,
    }));
}

/** As an address or a cookie carries it; UTF-8 has no lone surrogates. */
const escape = (value: string): string => encodeURIComponent(Buffer.from(value).toString());

const visitorCookie = fc.oneof(text, fc.constant(`${randomUUID()}.forged`)).map((value) => `visitor=${escape(value)}`);

const wellFormed = text.map((value) => escape(value));
// Pages cost the most to answer and differ the least, so most reads go to the routes.
const place = fc.oneof(
  { weight: 6, arbitrary: wellFormed.map((id) => `/api/orders/${id}/events`) },
  {
    weight: 9,
    arbitrary: fc.constantFrom("/api/cart", "/api/cart/events", "/api/moments/restore", "/api/moments/share"),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom("/%E0%A4%A", "/products/%ff", "/api/orders/%00/events", "/..%2f..%2fetc/passwd"),
  },
  { weight: 1, arbitrary: fc.constantFrom("/_next/../.env", "/.env", ...pages) },
  ...["/orders/", "/products/", "/moments/", "/"].map((start) => ({
    weight: 1,
    arbitrary: wellFormed.map((rest) => `${start}${rest}`),
  })),
);
const query = fc.array(
  fc.tuple(
    fc.constantFrom(
      "after",
      "limit",
      "streamId",
      "version",
      "v",
      "at",
      "compare",
      "q",
      "category",
      "min",
      "sort",
      "page",
      "refused",
      "_rsc",
    ),
    fc.oneof(wellFormed, number.map(String), fc.constantFrom("%ff", "%", "1..", "0x10", "1e9")),
  ),
  { maxLength: 4 },
);

/** Reads with hostile addresses and cookies, and methods that no route has. */
const reads: fc.Arbitrary<HostileRequest> = fc
  .record({
    method: fc.oneof(
      { weight: 5, arbitrary: fc.constant("GET") },
      fc.constantFrom("POST", "PUT", "PATCH", "DELETE", "HEAD"),
    ),
    place,
    query,
    cookie: fc.oneof(visitorCookie, fc.constantFrom("visitor", "visitor=%", "=;=;", "visitor=a; visitor=b")),
    accept: fc.constantFrom("text/html", "*/*", "text/x-component"),
    rsc: fc.boolean(),
  })
  .map(({ method, place, query, cookie, accept, rsc }) => ({
    method,
    path: query.length === 0 ? place : `${place}?${query.map(([name, value]) => `${name}=${value}`).join("&")}`,
    headers: { cookie, accept, ...(rsc && { rsc: "1" }) },
    body: Buffer.alloc(0),
    asksForChange: false,
  }));

/** Everything hostile, from a seed. */
export function hostileRequests(ids: ActionIds, count: number, seed: number): readonly HostileRequest[] {
  const any = fc.oneof(
    { weight: 6, arbitrary: calls(ids) },
    { weight: 1, arbitrary: forms(ids) },
    { weight: 3, arbitrary: reads },
  );
  return fc.sample(any, { numRuns: count, seed });
}
