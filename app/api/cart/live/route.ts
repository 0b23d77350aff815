import { currentVisitor } from "@/app/shopper";
import { liveVersions, type LiveVersion } from "@/lib/cart/live-versions";
import { passingRejection } from "@/lib/machine-failure";
import { areLiveStreamsOver, registerLiveStream } from "@/lib/live-streams";
import { startShop } from "@/lib/shop";

const heartbeatMs = 15_000;

/** Server-sent events: `data: {"streamId","version"}` now and whenever the shopper's cart has grown, here or elsewhere. */
export async function GET(request: Request): Promise<Response> {
  // On this connection the browser would come back until the process is killed.
  if (areLiveStreamsOver())
    return new Response(null, { status: 503, headers: { "Retry-After": "1", Connection: "close" } });
  const [{ shopping, wakeUp }, visitor] = await Promise.all([startShop(), currentVisitor()]);
  if (!visitor) return new Response(null, { status: 204 });
  const closing = new AbortController();
  const ended = AbortSignal.any([request.signal, closing.signal]);
  const versions = liveVersions({ shopping, wakeUp, shopper: visitor, ended, heartbeatMs });
  const stream = toStream(versions, ended, () => closing.abort());
  return new Response(stream, {
    headers: { "Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no" },
  });
}

function toStream(
  versions: AsyncIterable<LiveVersion>,
  ended: AbortSignal,
  close: () => void,
): ReadableStream<Uint8Array> {
  const forget = registerLiveStream(close);
  return new ReadableStream({
    async start(controller) {
      const send = (text: string): void => controller.enqueue(new TextEncoder().encode(text));
      try {
        for await (const version of versions) send(version ? `data: ${JSON.stringify(version)}\n\n` : ": \n\n");
        controller.close();
      } catch (error) {
        if (ended.aborted) return;
        // Of every open page, an error would be in the server's log. It asks for another stream by itself.
        if (passingRejection(error)) controller.close();
        else controller.error(error);
      } finally {
        forget();
      }
    },
    cancel: close,
  });
}
