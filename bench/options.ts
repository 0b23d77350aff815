import { parseArgs } from "node:util";
import type { Plan } from "./measure";
import type { Server } from "./server";

export const rowNames = [
  "append",
  "flash-sale",
  "handle",
  "read",
  "project",
  "follow",
  "large",
  "import",
  "page",
  "action",
  "action-lines",
  "parallel",
  "timeline",
] as const;

export type RowName = (typeof rowNames)[number];

export interface Options {
  readonly only: readonly RowName[];
  readonly json: string | undefined;
  readonly inFlight: readonly number[];
  readonly historyEvents: number;
  readonly largeEvents: number;
  /** An invoice line a row, as `npm run import` takes it. */
  readonly retailFile: string | undefined;
  plan(server: Server): Plan;
}

/** What a row is given to work with. */
export interface Bench {
  readonly server: Server;
  readonly options: Options;
  /** Says on standard error what is going on. */
  readonly say: (message: string) => void;
}

export const usage = `npm run bench -- [--only ${rowNames.join(",")}] [--rounds 5] [--seconds 3] [--quick] [--json FILE]
                     [--large-events 5000000] [--retail-file FILE.csv[.gz]]
  --only     the rows to measure, all by default
  --rounds   how often each system is measured
  --seconds  how long each time
  --quick    one short round: shows that everything runs, its figures mean little
  --json     also writes the rows to this file
  --large-events  events in the large log, 200,000 with --quick
  --retail-file   what to import (else BENCH_RETAIL_FILE); without it that row is left out`;

/** Throws a sentence for a person when an argument makes no sense. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: "string" },
      rounds: { type: "string" },
      seconds: { type: "string" },
      quick: { type: "boolean", default: false },
      json: { type: "string" },
      "large-events": { type: "string" },
      "retail-file": { type: "string" },
    },
  });
  const { quick } = values;
  const rounds = toCount("--rounds", values.rounds ?? (quick ? "1" : "5"));
  const seconds = toCount("--seconds", values.seconds ?? (quick ? "1" : "3"));
  return {
    only: values.only === undefined ? rowNames : values.only.split(",").map(toRowName),
    json: values.json,
    inFlight: [1, 8, 32, 256],
    historyEvents: quick ? 5_000 : 100_000,
    largeEvents: toCount("--large-events", values["large-events"] ?? (quick ? "200000" : "5000000")),
    retailFile: values["retail-file"] ?? process.env.BENCH_RETAIL_FILE,
    plan: (server) => ({
      rounds,
      seconds,
      warmUpSeconds: 1,
      beforeRound: () => server.checkpoint(),
    }),
  };
}

function toRowName(name: string): RowName {
  const found = rowNames.find((row) => row === name.trim());
  if (!found) throw new Error(`There is no row “${name}”: --only takes ${rowNames.join(", ")}.`);
  return found;
}

function toCount(option: string, value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1)
    throw new Error(`${option} should be a whole number above 0, not “${value}”.`);
  return number;
}
