import { memo, useLayoutEffect, useRef, useState, type RefObject } from "react";
import type { CartEventType } from "@/lib/cart/events";
import { kinds, kindTypes } from "./kinds";
import type { Scale } from "./scale";

interface EventMarksProps {
  /** The kind of each event, in order; undefined where it is not known yet. */
  readonly types: readonly (CartEventType | undefined)[];
  readonly scale: Scale;
}

const laneHeight = 11;
/** Marks of one kind closer together than this are drawn as one, or else they would run into each other (px). */
const grain = 9;

/** A mark for each event, by kind: one path a kind, however many events there are. */
export const EventMarks = memo(function EventMarks({ types, scale }: EventMarksProps) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  return (
    <div ref={box} aria-hidden="true" className="mb-4 h-9">
      {width > 0 && (
        <svg
          width={width}
          height={laneHeight * 3}
          className="block overflow-visible forced-colors:[&_path]:fill-[CanvasText]"
        >
          {kindTypes.map((type) => (
            <path key={type} d={pathOf(type, types, scale, width)} className={kinds[type].tone} fillRule="evenodd" />
          ))}
        </svg>
      )}
    </div>
  );
});

function pathOf(type: CartEventType, types: EventMarksProps["types"], scale: Scale, width: number): string {
  const { lane, shape } = kinds[type];
  const y = laneHeight * (lane + 0.5);
  let last = Number.NEGATIVE_INFINITY;
  let path = "";
  types.forEach((each, index) => {
    if (each !== type) return;
    const x = Math.round(scale.placeOf(index + 1) * width);
    if (x < last + grain) return;
    last = x;
    path += shape(x, y);
  });
  return path;
}

function useWidth(box: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.round(entry?.contentRect.width ?? 0)));
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
  return width;
}
