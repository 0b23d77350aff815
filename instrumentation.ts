import type { Instrumentation } from "next";

let noteFailure: ((error: unknown) => void) | undefined;

export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const doors = await import("./lib/open-doors");
  doors.openDoors();
  noteFailure = doors.noteFailure;
}

/** Comes before the answer is sent, so that the door can still put a better one in its place. */
export const onRequestError: Instrumentation.onRequestError = (error) => noteFailure?.(error);
