import { median, percentile, type Measured, type Piece } from "./measure";

/** One line of the table, and one row of the JSON. */
export interface Row {
  readonly row: string;
  readonly system: string;
  readonly inFlight: number;
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
  /** Median of the ratios of each round; null where that system has no such row. */
  readonly toPgbench: number | null;
  readonly toEmmett: number | null;
}

/** The rows of systems that were measured in turns. */
export function toRows(row: string, inFlight: number, measured: readonly Measured[]): readonly Row[] {
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
      toPgbench: ratioTo("pgbench", pieces, measured),
      toEmmett: ratioTo("emmett", pieces, measured),
    };
  });
}

function rateOf({ operations, seconds }: Piece): number {
  return operations / seconds;
}

function ratioTo(system: string, pieces: readonly Piece[], measured: readonly Measured[]): number | null {
  const other = measured.find((each) => each.system === system);
  if (!other) return null;
  const ratios = other.pieces.flatMap((theirs, round) => {
    const ours = pieces[round];
    return ours ? [rateOf(ours) / rateOf(theirs)] : [];
  });
  return median(ratios);
}

const headings = ["row", "in flight", "system", "per second", "min–max", "p50 ms", "p99 ms", "× pgbench", "× emmett"];

/** A table for a terminal. */
export function toTable(rows: readonly Row[]): string {
  const lines = [headings, ...rows.map(toCells)];
  const widths = headings.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  const isText = (column: number) => column === 0 || column === 2;
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
    String(row.inFlight),
    row.system,
    toWhole(row.perSecond),
    `${toWhole(row.perSecondMin)}–${toWhole(row.perSecondMax)}`,
    toFixed(row.p50Ms),
    toFixed(row.p99Ms),
    toFixed(row.toPgbench),
    toFixed(row.toEmmett),
  ];
}

function toWhole(value: number): string {
  return Math.round(value).toLocaleString("en-GB");
}

function toFixed(value: number | null): string {
  return value === null ? "–" : value.toFixed(2);
}
