import Link from "next/link";
import { slugOf, type Product } from "@/lib/catalog/product";
import { AddToCart } from "../cart/add-to-cart-client";
import { Price } from "./price";
import { ProductPicture } from "./product-picture";
import { StockNote } from "./stock-note";

/** A product in a list; the whole card leads to its page. */
export function ProductCard({
  product,
  level: Heading = "h3",
}: {
  readonly product: Product;
  readonly level?: "h2" | "h3";
}) {
  const soldOut = product.stock === 0 || product.discontinued;
  return (
    <article className="group relative flex h-full flex-col overflow-hidden rounded-md border border-rule bg-leaf transition-shadow duration-200 hover:shadow-leaf">
      <div
        className={`bg-tint/60 p-6 transition-transform duration-250 ease-page group-hover:scale-[1.02] ${soldOut ? "opacity-55" : ""}`}
      >
        <ProductPicture sku={product.sku} />
      </div>
      <div className="flex grow flex-col gap-1 p-4">
        <Heading className="text-lg leading-snug">
          <Link href={`/products/${slugOf(product.sku)}`} className="after:absolute after:inset-0">
            {product.name}
          </Link>
        </Heading>
        <p className="text-sm text-faint max-sm:hidden">{product.summary}</p>
        <div className="mt-auto flex items-end justify-between gap-2 pt-3">
          <p className="flex flex-col">
            <Price amount={product.price} className="text-xl leading-tight" />
            <span className="text-sm">
              <StockNote product={product} />
            </span>
          </p>
          <div className="relative z-1">
            <AddToCart product={product} compact />
          </div>
        </div>
      </div>
    </article>
  );
}
