"use client";

import { useRouter } from "next/navigation";
import type { SubmitEvent } from "react";
import { Button } from "@/app/_ui/button";
import { useCart } from "./cart-provider-client";

/** Leads to checkout, once every change has its answer. */
export function CheckOutButton() {
  const { view, store, setDrawerOpen } = useCart();
  const router = useRouter();
  const waiting = view.unconfirmed > 0;
  const go = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    await store.settled();
    setDrawerOpen(false);
    router.push("/checkout");
  };
  return (
    <form action="/checkout" onSubmit={(event) => void go(event)}>
      <Button type="submit" size="large" disabled={waiting} aria-describedby="check-out-note" className="w-full">
        Check out
      </Button>
      <p id="check-out-note" role="status" className="mt-2 text-center text-sm text-faint empty:hidden">
        {waiting ? "Waiting for your last changes to be confirmed…" : ""}
      </p>
    </form>
  );
}
