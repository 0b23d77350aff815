import type { Product } from "@/lib/catalog/product";
import { ProductCard } from "./product-card";

export const gridClass = "grid grid-cols-2 gap-4 sm:grid-cols-3 sm:gap-6 lg:grid-cols-4";

interface ProductGridProps {
  readonly products: readonly Product[];
  readonly label: string;
  readonly level?: "h2" | "h3";
}

export function ProductGrid({ products, label, level }: ProductGridProps) {
  return (
    <ul role="list" aria-label={label} className={gridClass}>
      {products.map((product) => (
        <li key={product.sku}>
          <ProductCard product={product} level={level ?? "h3"} />
        </li>
      ))}
    </ul>
  );
}

/** The geometry of a grid that is on its way. */
export function ProductGridSkeleton({ count = 8 }: { readonly count?: number }) {
  return (
    <div role="status" aria-label="Fetching products" className={gridClass}>
      {Array.from({ length: count }, (_, index) => (
        <div key={index} className="aspect-[3/5] animate-pulse rounded-md border border-rule bg-tint" />
      ))}
    </div>
  );
}
