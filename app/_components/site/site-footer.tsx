import Link from "next/link";

export function SiteFooter() {
  return (
    <footer className="border-t border-rule bg-leaf">
      <div className="mx-auto flex max-w-6xl flex-wrap justify-between gap-x-12 gap-y-4 px-4 py-10 text-sm text-faint sm:px-6">
        <p className="max-w-prose">
          <strong className="font-serif text-base font-medium text-ink">Cartulary</strong>, n.: a register in which the
          records of a house are kept. Ours keeps every step of your cart, and shows you any of them again.
        </p>
        <nav aria-label="More">
          <ul className="flex gap-6">
            <li>
              <Link
                href="/catalogue"
                className="inline-block py-1 underline decoration-rule underline-offset-4 hover:decoration-seal"
              >
                The catalogue
              </Link>
            </li>
            <li>
              <Link
                href="/orders"
                className="inline-block py-1 underline decoration-rule underline-offset-4 hover:decoration-seal"
              >
                Your orders
              </Link>
            </li>
          </ul>
        </nav>
      </div>
    </footer>
  );
}
