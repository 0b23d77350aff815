import { currentVisitor } from "@/app/shopper";
import { loadCurrentCart, type Shopper } from "@/lib/cart/shopping";
import { areLiveStreamsOver, registerLiveStream } from "@/lib/live-streams";
import { startShop, type Shop } from "@/lib/shop";

const heartbeatMs = 15_000;

/** Server-sent events: `data: {"streamId","version"}` now and whenever the shopper's cart has grown, here or elsewhere. */
export async function GET(request: Request): Promise<Response> {
  // On this connection the browser would come back until the process is killed.
  if (areLiveStreamsOver())
    return new Response(null, { status: 503, headers: { "Retry-After": "1", Connection: "close" } });
  const [shop, visitor] = await Promise.all([startShop(), currentVisitor()]);
  if (!visitor) return new Response(null, { status: 204 });
  return new Response(liveVersions(shop, visitor, request.signal), {
    headers: { "Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no" },
  });
}

function liveVersions(shop: Shop, shopper: Shopper, aborted: AbortSignal): ReadableStream<Uint8Array> {
  const closing = new AbortController();
  const forget = registerLiveStream(() => closing.abort());
  const ended = AbortSignal.any([aborted, closing.signal]);
  return new ReadableStream({
    async start(controller) {
      const send = (text: string): void => controller.enqueue(new TextEncoder().encode(text));
      try {
        for await (const version of versions(shop, shopper, ended))
          send(version ? `data: ${JSON.stringify(version)}\n\n` : ": \n\n");
        controller.close();
      } catch (error) {
        if (!ended.aborted) controller.error(error);
      } finally {
        forget();
      }
    },
    cancel: () => closing.abort(),
  });
}

/** The cart's stream and version now and after each change; undefined as a sign of life in between. */
async function* versions(shop: Shop, shopper: Shopper, ended: AbortSignal) {
  let { streamId } = await loadCurrentCart(shop.shopping, shopper);
  while (!ended.aborted) {
    // Listening begins before reading, so that nothing falls in between.
    const changes = listen(shop, streamId, ended);
    let loaded = await loadCurrentCart(shop.shopping, shopper);
    while (loaded.streamId === streamId && !ended.aborted) {
      yield { streamId, version: loaded.version };
      while (!(await changes.next()) && !ended.aborted) yield undefined;
      loaded = await loadCurrentCart(shop.shopping, shopper);
    }
    changes.stop();
    // Checked out: the shopper's next cart is another stream.
    streamId = loaded.streamId;
  }
}

function listen(shop: Shop, streamId: string, ended: AbortSignal) {
  let changed = false;
  let wake = (): void => {};
  const stop = shop.wakeUp.onAppendTo(streamId, () => {
    changed = true;
    wake();
  });
  /** True when the stream has grown since the last call, false when it was quiet for a heartbeat or the end has come. */
  const next = async (): Promise<boolean> => {
    if (!changed && !ended.aborted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, heartbeatMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
        ended.addEventListener("abort", wake, { once: true });
      });
    }
    const grown = changed;
    changed = false;
    return grown;
  };
  return { next, stop };
}
