import type { CartEvent } from "@/lib/cart/events";
import type { Append } from "@/lib/event-store/event";
import type { Piece } from "../measure";
import type { Summary } from "../summary";

/** A log that the same appends can be sent to. */
export interface Log {
  readonly system: string;
  /** Resolves after the commit. Throws when the log refuses the append. */
  append(append: Append<CartEvent>): Promise<void>;
  close(): Promise<void>;
}

/** A log that can also be asked for a stream. */
export interface ReadableLog extends Log {
  /** Reads all events of a stream and answers how many there are. */
  read(streamId: string): Promise<number>;
}

/** Something that fills a table of cart summaries from a log. */
export interface Projecting {
  readonly system: string;
  /** Empties the table, then projects from the first event: to the end, or for `seconds`, whichever comes first. */
  projectFromZero(seconds: number): Promise<Piece>;
  /** What is in the table now. */
  summarize(): Promise<Summary>;
  close(): Promise<void>;
}
