"use client";

import { Undo2 } from "lucide-react";
import { useEffect, useRef } from "react";
import { lineKey } from "@/lib/cart/compare";
import type { Line } from "@/lib/cart/events";
import { useCart } from "./cart-provider-client";

/** What was just taken out, with a way to put it back. The newest takes the focus that its line had. */
export function RemovedLines() {
  const { view, store } = useCart();
  const newest = view.removed.at(-1);
  if (!newest) return null;
  return (
    <ul aria-label="Removed from cart" className="mb-4 flex flex-col gap-2">
      {view.removed.map((line) => (
        <RemovedLine key={lineKey(line)} line={line} newest={line === newest} onUndo={() => store.undo(line)} />
      ))}
    </ul>
  );
}

interface RemovedLineProps {
  readonly line: Line;
  readonly newest: boolean;
  readonly onUndo: () => void;
}

function RemovedLine({ line, newest, onUndo }: RemovedLineProps) {
  const undo = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // The button that was pressed is gone with its line; without this, the keyboard would start over at the top.
    if (newest && (document.activeElement === null || document.activeElement === document.body)) undo.current?.focus();
  }, [newest]);
  return (
    <li className="flex animate-rise items-center justify-between gap-4 rounded-sm bg-tint px-4 py-1.5 text-sm">
      <span role="status">{line.name} removed</span>
      <button
        ref={undo}
        type="button"
        onClick={onUndo}
        className="flex min-h-11 items-center gap-1.5 font-medium underline decoration-field underline-offset-4"
      >
        <Undo2 aria-hidden="true" size={16} />
        Undo
      </button>
    </li>
  );
}
