"use client";

import { Tag, X } from "lucide-react";
import { useId, useRef } from "react";
import { Button } from "@/app/_ui/button";
import { CartForm } from "./cart-form";
import { useCart } from "./cart-provider-client";

/** The field for a code, or the code in use with a way to take it off. */
export function PromoCode() {
  const { view, store, promoProblem, setPromoProblem } = useCart();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const promo = view.cart.status === "open" ? view.cart.promo : null;

  const apply = (form: HTMLFormElement): void => {
    const field = new FormData(form).get("code");
    const code = typeof field === "string" ? field.trim() : "";
    setPromoProblem(problemWith(code));
    if (problemWith(code) === undefined) store.submit({ type: "applyPromoCode", code });
    else input.current?.focus();
  };

  return (
    <div className="flex flex-col gap-2">
      {promo && (
        <CartForm request={{ type: "removePromoCode" }} onSend={() => store.submit({ type: "removePromoCode" })}>
          <p className="flex items-center gap-2 rounded-sm bg-past-tint px-3 text-sm text-past">
            <Tag aria-hidden="true" size={16} />
            <span className="grow font-medium">{promo.code}</span>
            <button
              type="submit"
              aria-label={`Take off promo code ${promo.code}`}
              className="flex size-11 items-center justify-center"
            >
              <X aria-hidden="true" size={16} />
            </button>
          </p>
        </CartForm>
      )}
      <CartForm request={{ type: "applyPromoCode" }} onSend={apply} className="flex flex-col gap-1.5">
        <label htmlFor={id} className="text-sm text-faint">
          Promo code
        </label>
        <div className="flex gap-2">
          <input
            key={promo?.code}
            ref={input}
            id={id}
            name="code"
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            maxLength={40}
            aria-invalid={promoProblem !== undefined}
            aria-describedby={`${id}-problem`}
            onChange={() => setPromoProblem(undefined)}
            className="min-h-11 min-w-0 grow rounded-sm border border-field bg-leaf px-3 uppercase aria-invalid:border-seal"
          />
          <Button type="submit" look="quiet" aria-label="Apply promo code">
            Apply
          </Button>
        </div>
        <p id={`${id}-problem`} role="alert" className="text-sm text-seal empty:hidden">
          {promoProblem}
        </p>
      </CartForm>
    </div>
  );
}

function problemWith(code: string): string | undefined {
  if (code === "") return "Enter a promo code first.";
  return /^[\w-]+$/.test(code) ? undefined : "A promo code has letters, digits and dashes only.";
}
