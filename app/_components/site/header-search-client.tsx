"use client";

import { Search } from "lucide-react";
import { usePathname } from "next/navigation";

/** Leads to the catalogue, which has a search of its own. */
export function HeaderSearch() {
  if (usePathname() === "/catalogue") return <div className="grow" />;
  return (
    <form action="/catalogue" role="search" className="relative ml-auto w-full max-w-xs">
      <Search
        aria-hidden="true"
        size={18}
        className="pointer-events-none absolute top-1/2 left-3 -translate-y-1/2 text-faint"
      />
      <input
        type="search"
        name="q"
        aria-label="Search the whole shop"
        placeholder="Search"
        maxLength={100}
        className="min-h-11 w-full rounded-sm border border-field bg-leaf pr-3 pl-10"
      />
    </form>
  );
}
