import { expect } from "vitest";
import type { NewEvent, StoredEvent } from "./event";
import type { EventStore } from "./event-store";

/** What deciders, followers and readers ask of a log. */
export type ConformingStore = Pick<
  EventStore,
  "append" | "appendBatch" | "readStream" | "readAll" | "findByIds" | "head"
>;

/** An empty log, opened for one test. */
export interface OpenedLog {
  readonly store: ConformingStore;
  /** The same log as another process has it. */
  readonly rival: () => ConformingStore;
  /** Begins an append to a new stream as another process would, and leaves it open until told to finish. */
  readonly beginAppend: (event: NewEvent) => Promise<() => Promise<void>>;
}

export type Open = () => Promise<OpenedLog>;

/** What JSON can say and Postgres can't keep. */
export const unstorable = {
  "a NUL character": "a\u0000b",
  "half a surrogate pair, the first": "a\ud83db",
  "half a surrogate pair, the second": "\udd70",
  "a surrogate pair the wrong way round": "\udd70\ud83d",
} as const;

/** How it is refused. */
export const refusal = /unsupported Unicode escape sequence|invalid input syntax for type json/;

/** All events of the log, by position. */
export async function everything(store: ConformingStore): Promise<StoredEvent[]> {
  return store.readAll(0, await store.head(), 1_000_000);
}

/** Fails unless positions rise from event to event. */
export function expectAscending(events: readonly StoredEvent[]): void {
  const positions = events.map(({ position }) => position);
  expect(positions).toEqual([...new Set(positions)].toSorted((a, b) => a - b));
}

/** 1, 2, 3 … `count`. */
export function oneTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

/** The text of a note. */
export function textOf({ event }: StoredEvent): unknown {
  return (event.data as { text: unknown }).text;
}
