import { useCallback, useEffect, useState } from "react";

/** The moment looked at, kept in the address as `?v=12`, so that it is a link. Undefined is now. */
export function useMoment(initial: number | undefined): [number | undefined, (moment: number | undefined) => void] {
  const [moment, setMoment] = useState(initial);
  useEffect(() => {
    const url = new URL(window.location.href);
    if (moment === undefined) url.searchParams.delete("v");
    else url.searchParams.set("v", String(moment));
    // Dragging moves through many moments; the address needs only the one it rests on.
    const timer = setTimeout(() => {
      if (url.href !== window.location.href) window.history.replaceState(window.history.state, "", url);
    }, 150);
    return () => clearTimeout(timer);
  }, [moment]);
  return [moment, useCallback((next: number | undefined) => setMoment(next), [])];
}
