import * as fs from "node:fs";
import type { Append } from "@/lib/event-store/event";

/** What a writer asks of the log. Sent again, by whomever, it is the same request word for word. */
export type Request =
  /** A single append, or several as one statement. */
  | { readonly kind: "append" | "batch"; readonly appends: readonly Append[] }
  /** "Count on by so many", through `handle`. */
  | { readonly kind: "command"; readonly streamId: string; readonly commandId: string; readonly by: number };

/** Where the log says that an event is. */
export interface Place {
  readonly eventId: string;
  readonly version: number;
  readonly position: number;
}

/** What the log answered to an append, or to a command (`accepted`: now, or when it was sent before). */
export type Answer =
  | { readonly outcome: "appended" | "duplicate"; readonly version?: number; readonly events?: readonly Place[] }
  | { readonly outcome: "accepted"; readonly events: readonly Place[] }
  | { readonly outcome: "conflict"; readonly version: number };

/** A request and what became of it. Times are in ms on the machine's monotonic clock, the same in all processes. */
export interface Operation {
  readonly id: string;
  readonly request: Request;
  readonly invokedAt: number;
  /** Unknown when the writer died before it heard the end of it. */
  readonly answeredAt?: number;
  /** One per append of the request, in its order. */
  readonly answers?: readonly Answer[];
  /** The error. Whether anything was stored is unknown. */
  readonly failure?: string;
}

type Line =
  | { readonly id: string; readonly at: number; readonly invoked: Request }
  | { readonly id: string; readonly at: number; readonly answers: readonly Answer[] }
  | { readonly id: string; readonly at: number; readonly failure: string };

/**
 * Writes what a process does to a file of its own, a JSON line before and after each request. Lines are with the kernel when
 * `invoked` and its like return, so killing the process loses none of them.
 */
export class HistoryWriter {
  readonly #descriptor: number;

  constructor(file: string) {
    this.#descriptor = fs.openSync(file, "a");
  }

  invoked(id: string, request: Request): void {
    this.#write({ id, at: now(), invoked: request });
  }

  answered(id: string, answers: readonly Answer[]): void {
    this.#write({ id, at: now(), answers });
  }

  failed(id: string, failure: string): void {
    this.#write({ id, at: now(), failure });
  }

  #write(line: Line): void {
    fs.writeSync(this.#descriptor, `${JSON.stringify(line)}\n`);
  }
}

/** The operations that a history tells of. What a kill left of a last line is nothing that anybody was told. */
export function parseHistory(text: string): Operation[] {
  const operations = new Map<string, Operation>();
  for (const line of wholeLines(text)) {
    const { id, at, ...what } = JSON.parse(line) as Line;
    if ("invoked" in what) operations.set(id, { id, request: what.invoked, invokedAt: at });
    else {
      const operation = operations.get(id);
      if (!operation) throw new Error(`The history answers ${id}, which was never invoked.`);
      operations.set(id, { ...operation, answeredAt: at, ...what });
    }
  }
  return [...operations.values()];
}

/** The lines that end; a last one that was cut off is left out. */
export function wholeLines(text: string): string[] {
  return text.split("\n").slice(0, -1);
}

/** The last lines of a file, up to `most` bytes of it. */
export function lastLines(file: string, most: number): string[] {
  const descriptor = fs.openSync(file, "r");
  try {
    const { size } = fs.fstatSync(descriptor);
    const from = Math.max(0, size - most);
    const bytes = Buffer.alloc(size - from);
    fs.readSync(descriptor, bytes, 0, bytes.length, from);
    const lines = wholeLines(bytes.toString("utf8"));
    return from === 0 ? lines : lines.slice(1);
  } finally {
    fs.closeSync(descriptor);
  }
}

function now(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
