import type { CartStore } from "./cart-store";

const reopenMs = 10_000;

/**
 * Keeps the store in step with other tabs and devices: by server-sent events while the page is visible (a hidden tab gives its
 * connection back; browsers allow six per host), and by asking again when it is shown, focused, back online or restored.
 */
export function followCart(store: CartStore): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const refresh = (): void => void store.refresh();
  const follow = (): void => {
    clearTimeout(timer);
    if (document.visibilityState === "hidden") {
      source?.close();
      source = undefined;
      return;
    }
    refresh();
    if (source && source.readyState !== EventSource.CLOSED) return;
    source = new EventSource("/api/cart/live");
    // Turned away, an event source gives up for good; a broken connection it mends itself.
    source.addEventListener("error", () => {
      if (source?.readyState === EventSource.CLOSED) timer = setTimeout(follow, reopenMs);
    });
    source.addEventListener("message", (message: MessageEvent<string>) => {
      const { streamId, version } = JSON.parse(message.data) as { streamId: string; version: number };
      const { streamId: known, version: knownVersion } = store.view();
      if (streamId !== known || version > knownVersion) refresh();
    });
  };
  const online = (): void => {
    store.retry();
    follow();
  };
  follow();
  document.addEventListener("visibilitychange", follow);
  window.addEventListener("focus", follow);
  window.addEventListener("pageshow", follow);
  window.addEventListener("online", online);
  return () => {
    clearTimeout(timer);
    source?.close();
    document.removeEventListener("visibilitychange", follow);
    window.removeEventListener("focus", follow);
    window.removeEventListener("pageshow", follow);
    window.removeEventListener("online", online);
  };
}
