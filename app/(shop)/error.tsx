"use client";

import { Button } from "@/app/_ui/button";

export default function ShopError({ retry }: { readonly retry: () => void }) {
  return (
    <div role="alert" className="flex flex-col items-start gap-6 py-16">
      <p className="eyebrow">Something broke</p>
      <h1 className="text-5xl">The page could not be drawn.</h1>
      <p className="max-w-prose text-lg text-faint">
        Your cart is safe: every step of it was written down before you saw it.
      </p>
      <Button size="large" onClick={retry}>
        Try again
      </Button>
    </div>
  );
}
