"use client";

import { Button } from "@/app/_ui/button";
import { useCart } from "./cart-provider-client";

/** Says that the shop can't be reached, and offers to try again now. */
export function TroubleNote() {
  const { view, store } = useCart();
  if (view.trouble === undefined) return null;
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center justify-center gap-x-4 gap-y-2 border-b border-seal bg-tint px-4 py-2 text-sm"
    >
      <p>{view.trouble}</p>
      <Button look="quiet" size="small" onClick={() => store.retry()}>
        Try again
      </Button>
    </div>
  );
}
