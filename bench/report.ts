import { median, percentile, type Measured, type Piece } from "./measure";

/** One line of the table, and one row of the JSON. */
export interface Row {
  readonly row: string;
  readonly system: string;
  /** Null where work comes at its own pace. */
  readonly inFlight: number | null;
  /** Median of the rounds. */
  readonly perSecond: number;
  readonly perSecondMin: number;
  readonly perSecondMax: number;
  /** Over all operations of all rounds; null where they can't be told apart. */
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  readonly rounds: number;
  /** Operations of all rounds. */
  readonly operations: number;
  readonly ratios: readonly Ratio[];
}

/** What else was found, and is neither a rate nor a time. */
export interface Figure {
  readonly row: string;
  readonly of: string;
  readonly value: number;
  readonly unit: string;
}

export type Result = Row | Figure;

/** Of operations per second, where more is better, or of the time each takes, where less is. */
type Quantity = "rate" | "time";

/** Median of the ratios of each round to what another system did in the same round. */
interface Ratio {
  readonly to: string;
  readonly of: Quantity;
  readonly value: number;
}

/** Which systems the others of a row are compared with. These are not compared among themselves. */
interface Baselines {
  readonly of: Quantity;
  readonly to: readonly string[];
}

/** The rows of systems that were measured in turns. A baseline that was not measured is left out. */
export function toRows(
  row: string,
  inFlight: number | null,
  measured: readonly Measured[],
  baselines: Baselines = { of: "rate", to: [] },
): readonly Row[] {
  return measured.map(({ system, pieces }) => {
    const rates = pieces.map(rateOf);
    const latencies = pieces.flatMap((piece) => piece.latenciesMs);
    return {
      row,
      system,
      inFlight,
      perSecond: median(rates),
      perSecondMin: Math.min(...rates),
      perSecondMax: Math.max(...rates),
      p50Ms: percentile(latencies, 0.5) ?? null,
      p99Ms: percentile(latencies, 0.99) ?? null,
      rounds: pieces.length,
      operations: pieces.reduce((sum, piece) => sum + piece.operations, 0),
      ratios: measured
        .filter((other) => baselines.to.includes(other.system) && !baselines.to.includes(system))
        .map((other) => ({ to: other.system, of: baselines.of, value: ratioTo(other.pieces, pieces, baselines.of) })),
    };
  });
}

function rateOf({ operations, seconds }: Piece): number {
  return operations / seconds;
}

function ratioTo(theirs: readonly Piece[], ours: readonly Piece[], of: Quantity): number {
  const ratios = theirs.flatMap((their, round) => {
    const our = ours[round];
    if (!our) return [];
    return [of === "rate" ? rateOf(our) / rateOf(their) : rateOf(their) / rateOf(our)];
  });
  return median(ratios);
}

const headings = ["row", "in flight", "system", "per second", "min–max", "p50 ms", "p99 ms", "compared"];

/** A table for a terminal, and the figures below it. */
export function toText(results: readonly Result[]): string {
  const figures = results.flatMap((result) =>
    "unit" in result ? [`${result.row}, ${result.of}: ${toWhole(result.value)} ${result.unit}`] : [],
  );
  const rows = results.flatMap((result) => ("unit" in result ? [] : [result]));
  return [...(rows.length > 0 ? [toTable(rows)] : []), ...figures].join("\n");
}

function toTable(rows: readonly Row[]): string {
  const lines = [headings, ...rows.map(toCells)];
  const widths = headings.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  const isText = (column: number) => column === 0 || column === 2 || column === 7;
  return lines
    .map((cells) =>
      cells
        .map((cell, column) => (isText(column) ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function toCells(row: Row): string[] {
  return [
    row.row,
    row.inFlight === null ? "–" : String(row.inFlight),
    row.system,
    toWhole(row.perSecond),
    `${toWhole(row.perSecondMin)}–${toWhole(row.perSecondMax)}`,
    toFixed(row.p50Ms),
    toFixed(row.p99Ms),
    row.ratios.map(toSentence).join(", "),
  ];
}

function toSentence({ to, of, value }: Ratio): string {
  return of === "rate" ? `${value.toFixed(2)} × ${to}` : `${value.toFixed(2)} × the time of ${to}`;
}

function toWhole(value: number): string {
  return Math.round(value).toLocaleString("en-GB");
}

function toFixed(value: number | null): string {
  return value === null ? "–" : value.toFixed(2);
}
