import Link from "next/link";
import { buttonClass } from "@/app/_ui/button";

export default function NotFound() {
  return (
    <div className="flex flex-col items-start gap-6 py-16">
      <p className="eyebrow">404</p>
      <h1 className="text-5xl">No such entry in the register.</h1>
      <p className="max-w-prose text-lg text-faint">There is nothing under this address, or it is not yours to see.</p>
      <Link href="/catalogue" className={buttonClass("primary", "large")}>
        To the catalogue
      </Link>
    </div>
  );
}
