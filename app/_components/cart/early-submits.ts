declare global {
  interface Window {
    /** Forms submitted before the page came to life; null once it has. */
    earlySubmits?: [HTMLFormElement, HTMLElement | null][] | null;
  }
}

/**
 * Runs before anything else on the page: a click before hydration is kept for it instead of loading a new page. Should the page
 * never come to life, the forms go the way they would with scripts off.
 */
export const keepEarlySubmits = `(${function keep() {
  const early: [HTMLFormElement, HTMLElement | null][] = [];
  window.earlySubmits = early;
  document.addEventListener(
    "submit",
    (event) => {
      if (!window.earlySubmits) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      early.push([event.target as HTMLFormElement, event.submitter]);
      if (early.length === 1) setTimeout(() => window.earlySubmits && early[0]?.[0].submit(), 10_000);
    },
    true,
  );
}.toString()})()`;

/** Submits what was kept, now that there is somebody to handle it. */
export function replayEarlySubmits(): void {
  const early = window.earlySubmits ?? [];
  window.earlySubmits = null;
  for (const [form, submitter] of early) if (form.isConnected) form.requestSubmit(submitter);
}
