"use client";

import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from "react";

interface ScaleSliderProps {
  readonly id?: string;
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** The value as a sentence. */
  readonly valueText: string;
  /** Where a value stands, from 0 to 1; need not be even. */
  readonly placeOf: (value: number) => number;
  /** The value nearest to a place. */
  readonly valueAt: (place: number) => number;
  readonly onChange: (value: number, how: { readonly dragging: boolean }) => void;
  /** Drawn under the track. */
  readonly children?: ReactNode;
}

const pageStep = 10;

/** A slider whose values may stand at uneven distances, which native and library sliders cannot do. */
export function ScaleSlider({
  id,
  label,
  value,
  min,
  max,
  valueText,
  placeOf,
  valueAt,
  onChange,
  children,
}: ScaleSliderProps) {
  const track = useRef<HTMLDivElement>(null);
  const [dragging, setDragging] = useState(false);
  const valueBefore = useRef(value);
  const within = (target: number): number => Math.min(max, Math.max(min, target));
  const place = max > min ? placeOf(value) : 1;

  const moveTo = (event: PointerEvent, dragging: boolean): void => {
    const box = track.current?.getBoundingClientRect();
    if (!box || box.width === 0) return;
    const target = within(valueAt(Math.min(1, Math.max(0, (event.clientX - box.left) / box.width))));
    if (target !== value) onChange(target, { dragging });
  };
  const start = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    event.currentTarget.querySelector<HTMLElement>("[role=slider]")?.focus();
    valueBefore.current = value;
    setDragging(true);
    moveTo(event, true);
  };
  const end = (event: PointerEvent): void => {
    if (!dragging) return;
    setDragging(false);
    onChange(value, { dragging: false });
    event.currentTarget.releasePointerCapture(event.pointerId);
  };

  /** The finger was on its way to scroll the page. */
  const cancel = (): void => {
    if (!dragging) return;
    setDragging(false);
    onChange(valueBefore.current, { dragging: false });
  };

  const press = (event: KeyboardEvent): void => {
    const target = targetOf(event.key, value, min, max);
    if (target === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    onChange(within(target), { dragging: false });
  };

  return (
    <div
      onPointerDown={start}
      onPointerMove={(event) => dragging && moveTo(event, true)}
      onPointerUp={end}
      onPointerCancel={cancel}
      className="relative grow cursor-pointer touch-pan-y px-3 select-none"
    >
      <div ref={track} className="relative h-11">
        <div className="absolute inset-x-0 top-1/2 h-1.5 -translate-y-1/2 rounded-full bg-tint outline outline-rule" />
        <div
          className="absolute top-1/2 left-0 h-1.5 -translate-y-1/2 rounded-full bg-past forced-colors:bg-[Highlight]"
          style={{ width: `${place * 100}%` }}
        />
        <div
          id={id}
          role="slider"
          tabIndex={0}
          aria-label={label}
          aria-orientation="horizontal"
          aria-valuemin={min}
          aria-valuemax={max}
          aria-valuenow={value}
          aria-valuetext={valueText}
          onKeyDown={press}
          data-dragging={dragging || undefined}
          className="absolute top-1/2 size-6 -translate-x-1/2 -translate-y-1/2 rounded-full border-2 border-leaf bg-past shadow-leaf outline-2 outline-offset-2 outline-transparent focus-visible:outline-past data-dragging:scale-110 forced-colors:border-[ButtonText] forced-colors:bg-[Highlight]"
          style={{ left: `${place * 100}%` }}
        />
      </div>
      {children}
    </div>
  );
}

function targetOf(key: string, value: number, min: number, max: number): number | undefined {
  switch (key) {
    case "ArrowRight":
    case "ArrowUp":
      return value + 1;
    case "ArrowLeft":
    case "ArrowDown":
      return value - 1;
    case "PageUp":
      return value + pageStep;
    case "PageDown":
      return value - pageStep;
    case "Home":
      return min;
    case "End":
      return max;
    default:
      return undefined;
  }
}
