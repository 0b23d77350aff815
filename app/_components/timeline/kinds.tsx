import type { CartEventType } from "@/lib/cart/events";

/** How a kind of event is drawn: a shape and a lane tell it apart where colour does not. */
export interface Kind {
  readonly name: string;
  /** 0 is the top lane: what came in; 1 what changed; 2 what went out. */
  readonly lane: 0 | 1 | 2;
  readonly tone: string;
  /** A path of about 8 by 8 units around a point. */
  readonly shape: (x: number, y: number) => string;
}

const up = (x: number, y: number): string => `M${x - 4} ${y + 3.5}h8l-4-7z`;
const down = (x: number, y: number): string => `M${x - 4} ${y - 3.5}h8l-4 7z`;
const diamond = (x: number, y: number): string => `M${x} ${y - 4.5}l4 4.5l-4 4.5l-4-4.5z`;
const square = (x: number, y: number): string => `M${x - 3} ${y - 3}h6v6h-6z`;
const cross = (x: number, y: number): string => `M${x - 3} ${y - 1}h2v-2h2v2h2v2h-2v2h-2v-2h-2z`;
const disc = (x: number, y: number): string => `M${x - 4} ${y}a4 4 0 1 0 8 0a4 4 0 1 0-8 0z`;
const ring = (x: number, y: number): string => `${disc(x, y)}M${x - 2} ${y}a2 2 0 1 1 4 0a2 2 0 1 1-4 0z`;

export const kinds: Readonly<Record<CartEventType, Kind>> = {
  createdCart: { name: "Cart opened", lane: 1, tone: "fill-ink", shape: ring },
  addedItemToCart: { name: "Item added", lane: 0, tone: "fill-past", shape: up },
  itemQuantityChanged: { name: "Quantity changed", lane: 1, tone: "fill-ink", shape: diamond },
  itemRemovedFromCart: { name: "Item removed", lane: 2, tone: "fill-seal", shape: down },
  promoCodeApplied: { name: "Promo code applied", lane: 0, tone: "fill-faint", shape: square },
  promoCodeRemoved: { name: "Promo code taken off", lane: 2, tone: "fill-faint", shape: cross },
  cartSetAside: { name: "Set aside", lane: 1, tone: "fill-faint", shape: disc },
  cartCheckedOut: { name: "Checked out", lane: 1, tone: "fill-seal", shape: disc },
};

export const kindTypes = Object.keys(kinds) as CartEventType[];

/** A kind's mark by itself, for legends and lists. */
export function KindMark({ type, className = "" }: { readonly type: CartEventType; readonly className?: string }) {
  const { shape, tone } = kinds[type];
  return (
    <svg viewBox="-6 -6 12 12" aria-hidden="true" className={`size-3.5 shrink-0 ${className}`}>
      <path d={shape(0, 0)} className={`${tone} forced-colors:fill-[CanvasText]`} fillRule="evenodd" />
    </svg>
  );
}
