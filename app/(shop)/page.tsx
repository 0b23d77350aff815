import Link from "next/link";
import { ProductGrid } from "@/app/_components/product/product-grid";
import { ProductPicture } from "@/app/_components/product/product-picture";
import { buttonClass } from "@/app/_ui/button";
import { categories } from "@/lib/catalog/product";
import { countByCategory, featuredProducts } from "@/lib/catalog/queries";
import { startShop } from "@/lib/shop";

/** What stands for a shelf on the home page. */
const emblems: Record<string, string> = {
  notebooks: "clothbound-ledger",
  inks: "iron-gall-ink",
  pens: "goose-quill",
  seals: "vermilion-sealing-wax",
  hourglasses: "brass-hourglass",
  clocks: "carriage-clock",
  maps: "desk-globe",
  almanacs: "perpetual-calendar",
  gifts: "GIFTS",
};

export default async function HomePage() {
  const { db } = await startShop();
  const [featured, counts] = await Promise.all([featuredProducts(db, 8), countByCategory(db)]);
  return (
    <>
      <section className="grid items-center gap-8 pt-4 pb-16 md:grid-cols-[1.2fr_1fr]">
        <div className="flex flex-col items-start gap-6">
          <p className="eyebrow">For those who keep records</p>
          <h1 className="text-5xl leading-[1.05] sm:text-6xl">
            Things to write with, <em className="text-seal">things to count the hours&nbsp;by.</em>
          </h1>
          <p className="max-w-prose text-lg text-faint">
            Ledgers, inks, hourglasses and maps. And a cart that forgets nothing: every step you take is kept, and you
            can walk back to any of them.
          </p>
          <Link href="/catalogue" className={buttonClass("primary", "large")}>
            See the catalogue
          </Link>
        </div>
        <div className="grid grid-cols-3 gap-2 max-md:hidden" aria-hidden="true">
          {[
            "winged-glass",
            "desk-globe",
            "turned-desk-seal",
            "registrars-blue-black",
            "hunter-watch",
            "clothbound-ledger",
          ].map((sku) => (
            <ProductPicture key={sku} sku={sku} />
          ))}
        </div>
      </section>

      <section aria-labelledby="shelves-title" className="border-t border-rule py-12">
        <h2 id="shelves-title" className="mb-6 text-3xl">
          The shelves
        </h2>
        <ul className="grid grid-cols-2 gap-3 sm:grid-cols-4">
          {categories
            .filter(({ slug }) => (counts[slug] ?? 0) > 0)
            .map(({ slug, name, blurb }) => (
              <li key={slug}>
                <Link
                  href={`/catalogue?category=${slug}`}
                  className="group flex h-full items-center gap-3 rounded-md border border-rule bg-leaf p-3 transition-shadow duration-200 hover:shadow-leaf"
                >
                  <ProductPicture sku={emblems[slug] ?? slug} className="!w-14 shrink-0 sm:!w-16" />
                  <span>
                    <span className="block font-serif text-lg leading-tight">{name}</span>
                    <span className="text-xs text-faint max-sm:hidden">{blurb}</span>
                  </span>
                </Link>
              </li>
            ))}
        </ul>
      </section>

      <section aria-labelledby="window-title" className="border-t border-rule py-12">
        <h2 id="window-title" className="mb-6 text-3xl">
          In the window
        </h2>
        <ProductGrid products={featured} label="Featured products" />
      </section>
    </>
  );
}
