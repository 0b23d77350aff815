import { Search } from "lucide-react";
import Link from "next/link";
import { categories } from "@/lib/catalog/product";
import { CartLink } from "../cart/cart-link-client";
import { Seal } from "./seal";

const shelves = categories.filter((category) => category.slug !== "gifts");

export function SiteHeader() {
  return (
    <header className="sticky top-0 z-10 border-b border-rule bg-paper/95 backdrop-blur-sm">
      <div className="mx-auto flex max-w-6xl items-center gap-3 px-4 py-3 sm:gap-6 sm:px-6">
        <Link href="/" className="flex items-center gap-2.5 font-serif text-2xl tracking-tight">
          <Seal className="size-8" />
          <span className="max-sm:sr-only">Cartulary</span>
        </Link>
        <form action="/catalogue" role="search" className="relative ml-auto w-full max-w-xs">
          <Search aria-hidden="true" size={18} className="pointer-events-none absolute top-1/2 left-3 -translate-y-1/2 text-faint" />
          <input
            type="search"
            name="q"
            aria-label="Search the whole shop"
            placeholder="Search"
            maxLength={100}
            className="min-h-11 w-full rounded-sm border border-field bg-leaf pr-3 pl-10"
          />
        </form>
        <Link href="/orders" className="shrink-0 py-2 decoration-seal underline-offset-8 hover:underline">
          Orders
        </Link>
        <CartLink />
      </div>
      <nav aria-label="Shelves" className="mx-auto max-w-6xl overflow-x-auto px-4 sm:px-6">
        <ul className="flex gap-x-6 text-sm whitespace-nowrap">
          {shelves.map(({ slug, name }) => (
            <li key={slug}>
              <Link href={`/catalogue?category=${slug}`} className="inline-block py-2.5 text-faint decoration-seal underline-offset-8 hover:text-ink hover:underline">
                {name}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
    </header>
  );
}
