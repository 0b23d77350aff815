import type { Metadata } from "next";
import Link from "next/link";
import { ProductGrid } from "@/app/_components/product/product-grid";
import { buttonClass } from "@/app/_ui/button";
import { categories, categoryName } from "@/lib/catalog/product";
import { countByCategory, productsPerPage, searchProducts } from "@/lib/catalog/queries";
import { startShop } from "@/lib/shop";
import { FilterForm } from "./filter-form-client";
import { readFilters, toAddress, toSearch, type Filters } from "./filters";

export async function generateMetadata({ searchParams }: PageProps<"/catalogue">): Promise<Metadata> {
  const { category } = readFilters(await searchParams);
  return { title: category === "" ? "Catalogue" : categoryName(category) };
}

export default async function CataloguePage({ searchParams }: PageProps<"/catalogue">) {
  const params = await searchParams;
  const filters = readFilters(params);
  const search = toSearch(filters, params.page);
  const { db } = await startShop();
  const [found, counts] = await Promise.all([searchProducts(db, search), countByCategory(db)]);
  const shelves = categories.flatMap(({ slug, name }) => (counts[slug] ? [{ slug, name, count: counts[slug] }] : []));
  const first = (search.page - 1) * productsPerPage + 1;
  return (
    <>
      <h1 className="mb-6 text-4xl">{filters.category === "" ? "The catalogue" : categoryName(filters.category)}</h1>
      <FilterForm filters={filters} categories={shelves} />
      <p role="status" className="mt-6 mb-4 text-sm text-faint">
        {summaryOf(found.total, found.products.length, first)}
      </p>
      {found.products.length > 0 ? (
        <ProductGrid products={found.products} label="Products" level="h2" />
      ) : (
        <NothingFound />
      )}
      {found.pages > 1 && <Pages filters={filters} page={search.page} pages={found.pages} />}
    </>
  );
}

function summaryOf(total: number, shown: number, first: number): string {
  if (total === 0) return "No products";
  if (shown === total) return total === 1 ? "1 product" : `${total} products`;
  return `Products ${first} to ${first + shown - 1} of ${total}`;
}

function NothingFound() {
  return (
    <div className="flex flex-col items-center gap-5 rounded-md border border-dashed border-rule py-20 text-center">
      <p className="font-serif text-2xl">Nothing by that description.</p>
      <p className="text-faint">Try fewer words, another shelf, or a wider range of prices.</p>
      <Link href="/catalogue" className={buttonClass("quiet")}>
        Show everything
      </Link>
    </div>
  );
}

function Pages({ filters, page, pages }: { readonly filters: Filters; readonly page: number; readonly pages: number }) {
  return (
    <nav aria-label="Pages" className="mt-10 flex items-center justify-center gap-6">
      {page > 1 && (
        <Link href={toAddress(filters, page - 1)} className={buttonClass("quiet")}>
          Previous page
        </Link>
      )}
      <span className="text-faint">
        Page {page} of {pages}
      </span>
      {page < pages && (
        <Link href={toAddress(filters, page + 1)} className={buttonClass("quiet")}>
          Next page
        </Link>
      )}
    </nav>
  );
}
