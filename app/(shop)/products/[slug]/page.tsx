import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { cache } from "react";
import { AddToCart } from "@/app/_components/cart/add-to-cart-client";
import { Price } from "@/app/_components/product/price";
import { ProductGrid } from "@/app/_components/product/product-grid";
import { ProductPicture } from "@/app/_components/product/product-picture";
import { StockNote } from "@/app/_components/product/stock-note";
import { categoryName } from "@/lib/catalog/product";
import { findProduct, productInterest, relatedProducts } from "@/lib/catalog/queries";
import { startShop } from "@/lib/shop";

const load = cache(async (slug: string) => findProduct((await startShop()).db, decodeURIComponent(slug).toLowerCase()));

export async function generateMetadata({ params }: PageProps<"/products/[slug]">): Promise<Metadata> {
  const product = await load((await params).slug);
  return product ? { title: product.name, description: product.summary } : { title: "Not found" };
}

export default async function ProductPage({ params }: PageProps<"/products/[slug]">) {
  const product = await load((await params).slug);
  if (!product) notFound();
  const { db } = await startShop();
  const [related, interest] = await Promise.all([relatedProducts(db, product, 4), productInterest(db, product.sku)]);
  return (
    <>
      <nav aria-label="You are here" className="mb-5 text-sm text-faint">
        <Link href="/catalogue" className="inline-block py-1 underline decoration-rule underline-offset-4">
          Catalogue
        </Link>
        <span aria-hidden="true"> / </span>
        <Link
          href={`/catalogue?category=${product.category}`}
          className="inline-block py-1 underline decoration-rule underline-offset-4"
        >
          {categoryName(product.category)}
        </Link>
      </nav>
      <article className="grid items-start gap-8 md:grid-cols-2 lg:gap-16">
        <div className="rounded-md border border-rule bg-tint/60 p-8 max-md:px-24 max-md:py-6 lg:p-14">
          <ProductPicture sku={product.sku} />
        </div>
        <div className="flex flex-col gap-5">
          <h1 className="text-4xl sm:text-5xl">{product.name}</h1>
          <p className="text-lg text-faint">{product.summary}</p>
          <p className="flex items-baseline gap-4">
            <Price amount={product.price} className="text-3xl" />
            <StockNote product={product} />
          </p>
          <AddToCart product={product} />
          <Unavailable product={product} />
          <p className="max-w-prose border-t border-rule pt-5 text-lg leading-relaxed">{product.description}</p>
          {interest.carts > 1 && <p className="text-sm text-faint">In {interest.carts} carts at this moment.</p>}
        </div>
      </article>
      {related.length > 0 && (
        <section aria-labelledby="related-title" className="mt-20 border-t border-rule pt-10">
          <h2 id="related-title" className="mb-6 text-3xl">
            From the same shelf
          </h2>
          <ProductGrid products={related} label="Related products" />
        </section>
      )}
    </>
  );
}

function Unavailable({ product }: { readonly product: { readonly stock: number; readonly discontinued: boolean } }) {
  if (product.discontinued) return <p>We no longer make this one. Something from the same shelf may do instead.</p>;
  if (product.stock === 0) return <p>Gone for now; it will be back when the next batch is done.</p>;
  return null;
}
