import { ProductGridSkeleton } from "@/app/_components/product/product-grid";

export default function CatalogueLoading() {
  return (
    <>
      <div className="mb-6 h-10 w-64 animate-pulse rounded-sm bg-tint" />
      <div className="mb-16 h-17 animate-pulse rounded-sm bg-tint" />
      <ProductGridSkeleton count={12} />
    </>
  );
}
