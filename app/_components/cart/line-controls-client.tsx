"use client";

import { Minus, Plus, Trash2 } from "lucide-react";
import { useState, type ComponentProps } from "react";
import type { Line } from "@/lib/cart/events";
import { mostPerLine } from "@/lib/cart/prediction";
import { Price } from "../product/price";
import { CartForm } from "./cart-form";
import { useCart } from "./cart-provider-client";
import { useHold } from "./use-hold";

const stepClass =
  "flex size-11 items-center justify-center text-ink transition-colors hover:bg-tint disabled:text-faint disabled:opacity-50";

/** Stepper and remove button of a line. */
export function LineControls({ line }: { readonly line: Line }) {
  const { store } = useCart();
  const { sku, unitPrice, name } = line;
  const more = (): unknown => store.submit({ type: "addItem", sku, quantity: 1 });
  const fewer = (): unknown => store.submit({ type: "removeItem", sku, unitPrice, quantity: 1 });
  return (
    <>
      <div className="flex items-center gap-3">
        <div
          role="group"
          aria-label={`Quantity of ${name}, with steps`}
          className="flex rounded-sm border border-field bg-leaf"
        >
          <CartForm request={{ type: "removeItem", sku, unitPrice, quantity: 1 }} onSend={fewer}>
            <Step label={`Decrease quantity of ${name}`} disabled={line.quantity <= 1} onStep={fewer}>
              <Minus aria-hidden="true" size={16} />
            </Step>
          </CartForm>
          <QuantityField line={line} />
          <CartForm request={{ type: "addItem", sku, quantity: 1 }} onSend={more}>
            <Step label={`Increase quantity of ${name}`} disabled={line.quantity >= mostPerLine} onStep={more}>
              <Plus aria-hidden="true" size={16} />
            </Step>
          </CartForm>
        </div>
        <span className="max-sm:sr-only">
          × <Price amount={unitPrice} />
        </span>
      </div>
      <CartForm
        request={{ type: "removeItem", sku, unitPrice }}
        className="ml-auto"
        onSend={() => store.submit({ type: "removeItem", sku, unitPrice })}
      >
        <button
          type="submit"
          aria-label={`Remove ${name}`}
          className="flex min-h-11 min-w-11 items-center justify-center gap-1.5 rounded-sm hover:text-seal"
        >
          <Trash2 aria-hidden="true" size={18} />
        </button>
      </CartForm>
    </>
  );
}

interface StepProps extends ComponentProps<"button"> {
  readonly label: string;
  readonly onStep: () => void;
}

function Step({ label, onStep, ...props }: StepProps) {
  const hold = useHold(onStep);
  return <button type="submit" aria-label={label} className={stepClass} {...hold} {...props} />;
}

/** A number that can be typed over; what is typed counts on Enter and on leaving the field. */
function QuantityField({ line }: { readonly line: Line }) {
  const { store } = useCart();
  const [draft, setDraft] = useState<string>();
  const request = { type: "changeItemQuantity", sku: line.sku, unitPrice: line.unitPrice } as const;
  const commit = (): void => {
    const quantity = Number(draft);
    const valid = draft !== undefined && /^\d+$/.test(draft.trim()) && quantity <= mostPerLine;
    if (valid && quantity !== line.quantity) store.submit({ ...request, quantity });
    setDraft(undefined);
  };
  return (
    <CartForm request={request} onSend={commit} className="flex">
      <input
        name="quantity"
        inputMode="numeric"
        pattern="[0-9]*"
        autoComplete="off"
        aria-label={`Quantity of ${line.name}`}
        value={draft ?? String(line.quantity)}
        onChange={(event) => setDraft(event.target.value)}
        onFocus={(event) => event.target.select()}
        onBlur={commit}
        className="price w-12 border-x border-field bg-transparent text-center text-lg text-ink"
      />
      <noscript>
        <button type="submit" className="px-2 underline">
          Update
        </button>
      </noscript>
    </CartForm>
  );
}
