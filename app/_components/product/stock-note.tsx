import type { Product } from "@/lib/catalog/product";

/** Whether it can be had, in words. */
export function StockNote({ product }: { readonly product: Pick<Product, "stock" | "discontinued"> }) {
  if (product.discontinued) return <span className="text-faint">Discontinued</span>;
  if (product.stock === 0) return <span className="text-seal">Out of stock</span>;
  if (product.stock <= 5) return <span className="text-seal">Only {product.stock} left</span>;
  return <span className="text-past">{product.stock} in stock</span>;
}
