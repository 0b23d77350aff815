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
  "page",
  "action",
  "timeline",
] as const;

export type RowName = (typeof rowNames)[number];

export interface Options {
  readonly only: readonly RowName[];
  readonly json: string | undefined;
  readonly inFlight: readonly number[];
  readonly historyEvents: number;
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
  --only     the rows to measure, all by default
  --rounds   how often each system is measured
  --seconds  how long each time
  --quick    one short round: shows that everything runs, its figures mean little
  --json     also writes the rows to this file`;

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
