import Link from "next/link";
import type { ReactNode } from "react";
import { lineKey } from "@/lib/cart/compare";
import type { Line } from "@/lib/cart/events";
import { slugOf } from "@/lib/catalog/product";
import { Price } from "../product/price";
import { ProductPicture } from "../product/product-picture";

interface CartLineListProps {
  readonly lines: readonly Line[];
  /** The controls of a line; none in the past or in an order. */
  readonly controls?: (line: Line) => ReactNode;
  /** Lines that are not confirmed yet. */
  readonly isUncertain?: (line: Line) => boolean;
  /** Marks a line for a moment; another value marks it again. */
  readonly markOf?: (line: Line) => number | undefined;
  /** What stands beside a line's price. */
  readonly note?: (line: Line) => ReactNode;
  readonly label?: string;
}

/** The lines of a cart or an order, as they are or as they were. */
export function CartLineList({ lines, controls, isUncertain, markOf, note, label = "Cart lines" }: CartLineListProps) {
  return (
    // Safari drops the list role of a list without bullets, unless it is said.
    <ul role="list" aria-label={label} className="divide-y divide-rule">
      {lines.map((line) => {
        const uncertain = isUncertain?.(line) ?? false;
        return (
          <li
            key={`${lineKey(line)}#${markOf?.(line) ?? ""}`}
            data-marked={markOf?.(line)}
            className="flex gap-4 rounded-sm py-4 first:pt-0 last:pb-0 data-marked:animate-mark"
            data-uncertain={uncertain || undefined}
          >
            <div className="w-16 shrink-0 self-start rounded-sm bg-tint p-1.5 sm:w-20">
              <ProductPicture sku={line.sku} />
            </div>
            <div className="flex min-w-0 grow flex-col gap-2">
              <div className="flex items-baseline justify-between gap-4">
                <Link
                  href={`/products/${slugOf(line.sku)}`}
                  className="font-serif text-lg leading-snug decoration-rule underline-offset-4 hover:underline"
                >
                  {line.name}
                </Link>
                <Price
                  amount={line.unitPrice * line.quantity}
                  className={uncertain ? "text-lg text-faint italic" : "text-lg"}
                />
              </div>
              <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 text-sm text-faint">
                {controls ? (
                  controls(line)
                ) : (
                  <span>
                    {line.quantity} × <Price amount={line.unitPrice} />
                  </span>
                )}
                {uncertain && <span className="italic">being confirmed…</span>}
                {/* As wide for event 5 as for event 1200, so that what stands before it lines up. */}
                {note && <span className="min-w-28 text-right max-sm:ml-auto">{note(line)}</span>}
              </div>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
