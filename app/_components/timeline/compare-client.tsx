"use client";

import { X } from "lucide-react";
import { Button } from "@/app/_ui/button";
import { JsonBlock } from "@/app/_ui/json-block";
import { compareCarts, describeDifference } from "@/lib/cart/compare";
import { formatMoney } from "@/lib/cart/money";
import { cartTotals } from "../cart/lines-of";
import type { CartHistoryData } from "./use-history";

export type Comparison = readonly [from: number, to: number];

interface CompareProps {
  readonly history: CartHistoryData;
  readonly comparison: Comparison;
  readonly onChange: (comparison: Comparison | undefined) => void;
}

/** What differs between two moments: in the shop's words, in money, and as JSON. */
export function Compare({ history, comparison, onChange }: CompareProps) {
  const [from, to] = comparison;
  const [before, after] = [history.cartAt(from), history.cartAt(to)];
  return (
    <section
      aria-labelledby="compare-title"
      className="flex flex-col gap-4 rounded-sm border border-past bg-past-tint p-4"
    >
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h3 id="compare-title" className="text-xl">
          From event
        </h3>
        <MomentField
          label="Compare from event"
          value={from}
          last={history.length}
          onChange={(value) => onChange([value, to])}
        />
        <span className="font-serif text-xl">to</span>
        <MomentField
          label="Compare to event"
          value={to}
          last={history.length}
          onChange={(value) => onChange([from, value])}
        />
        <Button look="quiet" size="small" className="ml-auto" onClick={() => onChange(undefined)}>
          <X aria-hidden="true" size={15} />
          Stop comparing
        </Button>
      </header>
      {before && after ? <Differences before={before} after={after} /> : <p role="status">Fetching those moments…</p>}
    </section>
  );
}

type Carts = Readonly<Record<"before" | "after", NonNullable<ReturnType<CartHistoryData["cartAt"]>>>>;

const signs = { added: "+", removed: "−", changed: "≠" } as const;

function Differences({ before, after }: Carts) {
  const differences = compareCarts(before, after);
  const [then, later] = [cartTotals(before), cartTotals(after)];
  return (
    <>
      {differences.length === 0 && <p>The same lines, the same promo code.</p>}
      <ul aria-label="Differences" className="flex flex-col gap-1">
        {differences.map((difference) => (
          <li key={difference.key} className="flex gap-3">
            <span aria-hidden="true" className="w-4 text-center font-mono text-past">
              {signs[difference.kind]}
            </span>
            {describeDifference(difference)}
          </li>
        ))}
      </ul>
      <p className="price text-lg">
        Total {formatMoney(then.total)} <span aria-hidden="true">→</span>
        <span className="sr-only">became</span> {formatMoney(later.total)}
        {later.total !== then.total &&
          ` (${later.total > then.total ? "+" : "−"}${formatMoney(Math.abs(later.total - then.total))})`}
      </p>
      <details>
        <summary className="min-h-8 cursor-pointer text-sm underline decoration-dotted underline-offset-4">
          As JSON
        </summary>
        <JsonBlock label="Differences as JSON" value={{ differences, totals: { before: then, after: later } }} />
      </details>
    </>
  );
}

interface MomentFieldProps {
  readonly label: string;
  readonly value: number;
  readonly last: number;
  readonly onChange: (value: number) => void;
}

function MomentField({ label, value, last, onChange }: MomentFieldProps) {
  return (
    <input
      type="number"
      aria-label={label}
      min={0}
      max={last}
      value={value}
      onChange={(event) => {
        const typed = event.target.valueAsNumber;
        if (Number.isInteger(typed) && typed >= 0 && typed <= last) onChange(typed);
      }}
      className="price min-h-11 w-20 rounded-sm border border-field bg-leaf px-2 text-center text-lg"
    />
  );
}
