"use client";

import { Button } from "./_ui/button";

/** When what every page of the shop has around it can't be drawn. */
export default function FrameError({ retry }: { readonly retry: () => void }) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-xl flex-col justify-center px-6">
      <div role="alert" className="flex flex-col items-start gap-6">
        <p className="eyebrow">Something broke</p>
        <h1 className="text-5xl">The shop could not be drawn.</h1>
        <p className="text-lg text-faint">Your cart is safe: every step of it was written down before you saw it.</p>
        <Button size="large" onClick={retry}>
          Try again
        </Button>
      </div>
    </main>
  );
}
