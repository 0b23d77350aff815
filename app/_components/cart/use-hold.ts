import { useEffect, useRef, type MouseEvent, type PointerEvent } from "react";

const firstMs = 450;
const thenMs = 110;

/** Repeats `act` while a button is held down. A plain click goes its usual way; the click that ends a hold is swallowed. */
export function useHold(act: () => void) {
  const latest = useRef(act);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const repeated = useRef(false);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => () => clearTimeout(timer.current), []);

  const stop = (): void => clearTimeout(timer.current);
  const repeat = (button: HTMLButtonElement): void => {
    if (button.disabled) return;
    repeated.current = true;
    latest.current();
    timer.current = setTimeout(() => repeat(button), thenMs);
  };
  return {
    onPointerDown: (event: PointerEvent<HTMLButtonElement>): void => {
      if (event.button !== 0) return;
      const button = event.currentTarget;
      repeated.current = false;
      timer.current = setTimeout(() => repeat(button), firstMs);
    },
    onPointerUp: stop,
    onPointerLeave: stop,
    onPointerCancel: stop,
    onClick: (event: MouseEvent<HTMLButtonElement>): void => {
      if (repeated.current) event.preventDefault();
      repeated.current = false;
    },
  };
}
