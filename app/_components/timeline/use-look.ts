import { useCallback, useEffect, useRef, useState } from "react";
import type { Comparison } from "./compare-client";
import type { InitialLook } from "./initial-look";

/** Where in a history the page looks. */
export interface Look {
  /** The event looked at; undefined is now. */
  readonly moment: number | undefined;
  readonly move: (moment: number | undefined) => void;
  readonly comparison: Comparison | undefined;
  readonly setComparison: (comparison: Comparison | undefined) => void;
  /** How many events there were when the past was entered; undefined while looking at now. */
  readonly lengthThen: number | undefined;
}

/** Keeps the moment and the comparison in the address (`?v=12`, `?compare=5..12`), so that what is seen is a link. */
export function useLook(initial: InitialLook, length: number): Look {
  const [moment, setMoment] = useState(initial.past?.moment);
  const [comparison, setComparison] = useState(initial.compare);
  const [lengthThen, setLengthThen] = useState(initial.past && length);
  const latestLength = useRef(length);
  useEffect(() => {
    latestLength.current = length;
  });

  useEffect(() => {
    const url = new URL(window.location.href);
    set(url, "v", moment === undefined ? undefined : String(moment));
    set(url, "at", undefined);
    set(url, "compare", comparison?.join(".."));
    // Dragging passes many moments; the address needs only the one it rests on.
    const timer = setTimeout(() => {
      if (url.href !== window.location.href) window.history.replaceState(window.history.state, "", url);
    }, 150);
    return () => clearTimeout(timer);
  }, [moment, comparison]);

  const move = useCallback((next: number | undefined) => {
    setMoment(next);
    setLengthThen((then) => (next === undefined ? undefined : (then ?? latestLength.current)));
  }, []);
  return { moment, move, comparison, setComparison, lengthThen };
}

function set(url: URL, name: string, value: string | undefined): void {
  if (value === undefined) url.searchParams.delete(name);
  else url.searchParams.set(name, value);
}
