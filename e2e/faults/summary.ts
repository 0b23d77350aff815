import { violationKinds, type Violation } from "./evidence";
import type { Answer, Operation } from "./history";
import type { Kills } from "./nemesis";

/**
 * What may go wrong with a request while connections are killed, or while two batches meet (23505; 40P01 when they go through
 * the same streams in another order); any other error is a mistake of ours.
 */
const passingFailure = /^(CONNECTION_|CONNECT_TIMEOUT|ECONN|EPIPE|57P0|08|55P03|23505|40P01)/;

/** What came of a run. */
export interface Result {
  readonly operations: readonly Operation[];
  readonly kills: Kills;
  readonly violations: readonly Violation[];
  /** Everything else that was wrong, in sentences. */
  readonly troubles: readonly string[];
  readonly figures: Readonly<Record<string, number>>;
}

/** Errors that no kill explains, each once. */
export function strangeFailures(operations: readonly Operation[]): string[] {
  const failures = operations.flatMap(({ failure }) => failure ?? []);
  const strange = failures.filter((failure) => !passingFailure.test(failure));
  return [...new Set(strange)].map((failure) => `A writer was answered with: ${failure}`);
}

/** What did not happen in this run, so that the run shows nothing about it. */
export function whatIsMissing(operations: readonly Operation[], kills: Kills): string[] {
  const counts = { ...countAnswers(operations), ...prefixed(kills) };
  return Object.entries(counts).flatMap(([name, count]) => (count === 0 ? `Nothing was tried: ${name} 0.` : []));
}

/** The run in one table. */
export function table({ operations, kills, violations, troubles, figures }: Result): string {
  const counts = violationKinds.map(
    (kind) => [kind, violations.filter((found) => found.kind === kind).length] as const,
  );
  const rows = {
    ...countAnswers(operations),
    ...prefixed(kills),
    ...figures,
    ...Object.fromEntries(counts),
    troubles: troubles.length,
  };
  const widest = Math.max(...Object.keys(rows).map((name) => name.length));
  return Object.entries(rows)
    .map(([name, count]) => `${name.padEnd(widest)}  ${count.toLocaleString("en-GB").padStart(9)}`)
    .join("\n");
}

function countAnswers(operations: readonly Operation[]): Record<string, number> {
  const answers = operations.flatMap((operation) => operation.answers ?? []);
  const count = (outcome: Answer["outcome"]) => answers.filter((answer) => answer.outcome === outcome).length;
  return {
    "appends acknowledged": count("appended"),
    "commands acknowledged": count("accepted"),
    conflicts: count("conflict"),
    duplicates: count("duplicate"),
    unknown: operations.filter((operation) => operation.answers === undefined).length,
  };
}

function prefixed(kills: Kills): Record<string, number> {
  return Object.fromEntries(Object.entries(kills).map(([what, count]) => [`${what}s killed`, count]));
}

/** Whether every promise was kept, and every kind of trouble made. */
export function isFine({ violations, troubles }: Result): boolean {
  return violations.length === 0 && troubles.length === 0;
}
