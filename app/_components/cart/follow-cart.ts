import type { CartStore } from "./cart-store";

/**
 * Keeps the store in step with other tabs and devices: by server-sent events while the page is visible (a hidden tab gives its
 * connection back; browsers allow six per host), and by asking again when it is shown, focused, back online or restored.
 */
export function followCart(store: CartStore): () => void {
  let source: EventSource | undefined;
  const refresh = (): void => void store.refresh();
  const follow = (): void => {
    if (document.visibilityState === "hidden") {
      source?.close();
      source = undefined;
      return;
    }
    refresh();
    if (source && source.readyState !== EventSource.CLOSED) return;
    source = new EventSource("/api/cart/live");
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
    source?.close();
    document.removeEventListener("visibilitychange", follow);
    window.removeEventListener("focus", follow);
    window.removeEventListener("pageshow", follow);
    window.removeEventListener("online", online);
  };
}
