interface LiveStreams {
  readonly open: Set<() => void>;
  isOver: boolean;
}

/** Server-sent event streams of this process. On `globalThis`, because each part of Next has its own copy of a module. */
const holder = globalThis as typeof globalThis & { cartularyStreams?: LiveStreams };

function liveStreams(): LiveStreams {
  return (holder.cartularyStreams ??= { open: new Set(), isOver: false });
}

/** Registers how to end an open stream. Returns how to forget it. */
export function registerLiveStream(close: () => void): () => void {
  const { open } = liveStreams();
  open.add(close);
  return () => open.delete(close);
}

/** Ends all open streams for good: a web server that is asked to stop waits for them. */
export function closeLiveStreams(): void {
  const streams = liveStreams();
  streams.isOver = true;
  for (const close of streams.open) close();
}

/** Whether this process stops, and opens no more streams: a page whose stream was ended asks for another at once. */
export function areLiveStreamsOver(): boolean {
  return liveStreams().isOver;
}
