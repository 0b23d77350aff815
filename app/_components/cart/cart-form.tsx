"use client";

import { v5 as uuidV5 } from "uuid";
import type { ReactNode, SubmitEvent } from "react";
import type { CartRequest } from "@/lib/cart/requests";
import { useCart } from "./cart-provider-client";
import { submitCartForm } from "@/app/(shop)/cart/actions";

interface CartFormProps {
  /** What it asks for with scripts off; controls inside may add fields. */
  readonly request: Partial<CartRequest> & { readonly type: CartRequest["type"] };
  /** What happens instead when scripts are on. */
  readonly onSend: (form: HTMLFormElement) => void;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A form for one cart request: a plain POST with scripts off, answered on the spot with scripts on. */
export function CartForm({ request, onSend, className, children }: CartFormProps) {
  const { view } = useCart();
  const fields = Object.entries(request).filter(([, value]) => value !== undefined);
  const commandId = uuidV5(JSON.stringify(request), view.formToken);
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    onSend(event.currentTarget);
  };
  return (
    <form action={submitCartForm} onSubmit={submit} className={className}>
      <input type="hidden" name="commandId" value={commandId} />
      {fields.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={String(value)} />
      ))}
      {children}
    </form>
  );
}
