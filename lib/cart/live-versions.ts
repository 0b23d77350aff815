import type { WakeUp } from "@/lib/event-store/wake-up";
import { loadCurrentCart, type Shopper, type Shopping } from "./shopping";

/** What there is to tell of a shopper's current cart: its stream and version, or nothing new. */
export type LiveVersion = { readonly streamId: string; readonly version: number } | undefined;

interface Following {
  readonly shopping: Shopping;
  readonly wakeUp: Pick<WakeUp, "onAppendTo">;
  readonly shopper: Shopper;
  /** Ends it. */
  readonly ended: AbortSignal;
  /** Undefined is given as a sign of life whenever nothing has changed for so long. */
  readonly heartbeatMs: number;
}

/**
 * The shopper's cart now and after each change, here or in another process, until `ended`. After a checkout it goes on with the
 * next cart. Changes that come faster than they are taken are given as one. Throws when the database fails.
 */
export async function* liveVersions(following: Following): AsyncGenerator<LiveVersion, void, void> {
  const { shopping, shopper, ended } = following;
  let { streamId } = await loadCurrentCart(shopping, shopper);
  while (!ended.aborted) {
    // Listening begins before reading, so that nothing falls in between.
    const changes = listen(following, streamId);
    try {
      let loaded = await loadCurrentCart(shopping, shopper);
      while (loaded.streamId === streamId && !ended.aborted) {
        yield { streamId, version: loaded.version };
        while (!(await changes.next()) && !ended.aborted) yield undefined;
        loaded = await loadCurrentCart(shopping, shopper);
      }
      streamId = loaded.streamId;
    } finally {
      changes.stop();
    }
  }
}

function listen({ wakeUp, ended, heartbeatMs }: Following, streamId: string) {
  let hasChanged = false;
  let wake = (): void => {};
  const stopHearing = wakeUp.onAppendTo(streamId, () => {
    hasChanged = true;
    wake();
  });
  const atEnd = (): void => wake();
  ended.addEventListener("abort", atEnd);
  const stop = (): void => {
    stopHearing();
    ended.removeEventListener("abort", atEnd);
  };
  /** True when the stream has grown since the last call, false when it was quiet for a heartbeat or the end has come. */
  const next = async (): Promise<boolean> => {
    if (!hasChanged && !ended.aborted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, heartbeatMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    const hasGrown = hasChanged;
    hasChanged = false;
    return hasGrown;
  };
  return { next, stop };
}
