/** Server-sent event streams of this process. On `globalThis`, because each part of Next has its own copy of a module. */
const holder = globalThis as typeof globalThis & { cartularyStreams?: Set<() => void> };

/** Registers how to end an open stream. Returns how to forget it. */
export function registerLiveStream(close: () => void): () => void {
  const streams = (holder.cartularyStreams ??= new Set());
  streams.add(close);
  return () => streams.delete(close);
}

/** Ends all open streams: a web server that is asked to stop waits for them. */
export function closeLiveStreams(): void {
  for (const close of holder.cartularyStreams ?? []) close();
}
