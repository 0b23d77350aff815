import Link from "next/link";
import { buttonClass } from "./_ui/button";

export default function NotFound() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-xl flex-col items-start justify-center gap-6 px-6">
      <p className="eyebrow">404</p>
      <h1 className="text-5xl">No such entry in the register.</h1>
      <p className="text-lg text-faint">Whatever was here has no record under this address.</p>
      <Link href="/" className={buttonClass("primary", "large")}>
        To the shop
      </Link>
    </main>
  );
}
