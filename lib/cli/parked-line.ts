import { count } from "@/lib/import/summary";
import type { ParkedStream } from "@/lib/projector/parking";

/** A line about a stream that a projection leaves out. */
export function describeParked({ projection, streamId, position, error, events }: ParkedStream): string {
  return `${projection}: ${streamId} is parked from position ${position} on, ${count(events)} events (${error})`;
}
