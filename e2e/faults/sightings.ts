import * as fs from "node:fs";
import type { Sighting } from "./evidence";
import { wholeLines } from "./history";

type Line = readonly [checkpoint: number, ...seen: (readonly [string, number, string, number])[]];

/** What a follower has written down. */
interface Sightings {
  /** The position it has read the log up to, 0 at first. */
  readonly checkpoint: number;
  readonly seen: readonly Sighting[];
}

/** Reads a follower's file; a missing one is empty. */
export function readSightings(file: string): Sightings {
  const text = fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "";
  const lines = wholeLines(text).map((line) => JSON.parse(line) as Line);
  const seen = lines.flatMap(([, ...events]) => events);
  return {
    checkpoint: lines.at(-1)?.[0] ?? 0,
    seen: seen.map(([streamId, version, eventId, position]) => ({ streamId, version, eventId, position })),
  };
}

/** Takes a line off a file's end that a kill has cut off: what it told of was not seen. */
export function repairSightings(file: string): void {
  if (!fs.existsSync(file)) return;
  const bytes = fs.readFileSync(file);
  fs.truncateSync(file, bytes.lastIndexOf("\n") + 1);
}

/** Writes a checkpoint and the events up to it as one line, with one write. */
export function writeSighting(descriptor: number, checkpoint: number, events: readonly Sighting[]): void {
  const seen = events.map(
    ({ streamId, version, eventId, position }) => [streamId, version, eventId, position] as const,
  );
  const line: Line = [checkpoint, ...seen];
  fs.writeSync(descriptor, `${JSON.stringify(line)}\n`);
}
