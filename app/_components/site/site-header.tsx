import Link from "next/link";
import { categories } from "@/lib/catalog/product";
import { CartLink } from "../cart/cart-link-client";
import { HeaderSearch } from "./header-search-client";
import { Seal } from "./seal";

const shelves = categories.filter((category) => category.slug !== "gifts");

const shelfClass = "inline-block py-2.5 text-faint decoration-seal underline-offset-8 hover:text-ink hover:underline";

export function SiteHeader() {
  return (
    <header className="border-b border-rule">
      <div className="mx-auto flex max-w-6xl items-center gap-3 px-4 py-3 sm:gap-6 sm:px-6">
        <Link href="/" className="flex items-center gap-2.5 font-serif text-2xl tracking-tight">
          <Seal className="size-8" />
          <span className="max-sm:sr-only">Cartulary</span>
        </Link>
        <HeaderSearch />
        <Link href="/orders" className="shrink-0 py-2 decoration-seal underline-offset-8 hover:underline">
          Orders
        </Link>
        <CartLink />
      </div>
      <nav aria-label="Shelves" className="mx-auto max-w-6xl overflow-x-auto px-4 sm:px-6">
        <ul className="flex gap-x-6 text-sm whitespace-nowrap">
          <li>
            <Link href="/catalogue" className={shelfClass}>
              Everything
            </Link>
          </li>
          {shelves.map(({ slug, name }) => (
            <li key={slug}>
              <Link href={`/catalogue?category=${slug}`} className={shelfClass}>
                {name}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
    </header>
  );
}
