"use client";

import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useState, useTransition, type ChangeEvent } from "react";
import { toAddress, type Filters } from "./filters";

const settleMs = 200;

interface FilterFormProps {
  readonly filters: Filters;
  readonly categories: readonly { readonly slug: string; readonly name: string; readonly count: number }[];
}

const sorts = [
  { value: "", name: "As in the window" },
  { value: "price-up", name: "Price, low to high" },
  { value: "price-down", name: "Price, high to low" },
  { value: "name", name: "Name" },
];

const fieldClass = "min-h-11 w-full rounded-sm border border-field bg-leaf px-3";

/** Search, shelf, price and order. The address follows as you type, so that any result is a link. */
export function FilterForm({ filters, categories }: FilterFormProps) {
  const router = useRouter();
  const [draft, setDraft] = useState(filters);
  const [asked, setAsked] = useState(toAddress(filters));
  const [pending, startTransition] = useTransition();

  // The address changed by other means than this form (a link, the back button): follow it.
  const current = toAddress(filters);
  const [seen, setSeen] = useState(current);
  if (current !== seen) {
    setSeen(current);
    if (current !== asked) {
      setAsked(current);
      setDraft(filters);
    }
  }

  const wanted = toAddress(draft);
  useEffect(() => {
    if (wanted === asked) return;
    const timer = setTimeout(() => {
      setAsked(wanted);
      startTransition(() => router.replace(wanted, { scroll: false }));
    }, settleMs);
    return () => clearTimeout(timer);
  }, [wanted, asked, router]);

  const change = (event: ChangeEvent<HTMLInputElement | HTMLSelectElement>): void =>
    setDraft({ ...draft, [event.target.name]: event.target.value });

  return (
    <form
      action="/catalogue"
      aria-label="Find products"
      aria-busy={pending}
      onSubmit={(event) => event.preventDefault()}
      className="grid grid-cols-2 gap-x-3 gap-y-4 md:grid-cols-[2fr_1.2fr_1fr_1.2fr]"
    >
      <label className="relative flex flex-col gap-1.5 text-sm text-faint max-md:col-span-2">
        Search
        <span className="relative">
          <Search
            aria-hidden="true"
            size={18}
            className="pointer-events-none absolute top-1/2 left-3 -translate-y-1/2"
          />
          <input
            type="search"
            name="q"
            autoComplete="off"
            placeholder="Hourglass, ledger, ink…"
            maxLength={100}
            value={draft.q}
            onChange={change}
            className={`${fieldClass} pl-10 text-base text-ink`}
          />
        </span>
      </label>
      <label className="flex flex-col gap-1.5 text-sm text-faint">
        Category
        <select name="category" value={draft.category} onChange={change} className={`${fieldClass} text-base text-ink`}>
          <option value="">All shelves</option>
          {categories.map(({ slug, name, count }) => (
            <option key={slug} value={slug}>
              {name} ({count})
            </option>
          ))}
        </select>
      </label>
      <fieldset className="flex flex-col gap-1.5 text-sm text-faint max-md:order-last max-md:col-span-2">
        <legend className="mb-1.5">Price, £</legend>
        <span className="flex items-center gap-2">
          <input
            name="min"
            inputMode="decimal"
            aria-label="Lowest price in pounds"
            placeholder="from"
            maxLength={9}
            value={draft.min}
            onChange={change}
            className={`${fieldClass} text-base text-ink`}
          />
          <span aria-hidden="true">–</span>
          <input
            name="max"
            inputMode="decimal"
            aria-label="Highest price in pounds"
            placeholder="to"
            maxLength={9}
            value={draft.max}
            onChange={change}
            className={`${fieldClass} text-base text-ink`}
          />
        </span>
      </fieldset>
      <label className="flex flex-col gap-1.5 text-sm text-faint">
        Sort by
        <select name="sort" value={draft.sort} onChange={change} className={`${fieldClass} text-base text-ink`}>
          {sorts.map(({ value, name }) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <noscript>
        <button type="submit" className="min-h-11 rounded-sm border border-field px-5">
          Show
        </button>
      </noscript>
    </form>
  );
}
