import type { Product } from "@/lib/catalog/product";
import { ProductCard } from "./product-card";

const gridClass = "grid grid-cols-2 gap-4 sm:grid-cols-3 sm:gap-6 lg:grid-cols-4";

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
