"use client";

import { Plus } from "lucide-react";
import { Button } from "@/app/_ui/button";
import type { Product } from "@/lib/catalog/product";
import { CartForm } from "./cart-form";
import { useCart } from "./cart-provider-client";

interface AddToCartProps {
  readonly product: Pick<Product, "sku" | "name" | "price" | "stock" | "discontinued">;
  /** A small one names the product, since a list shows many. */
  readonly compact?: boolean;
}

export function AddToCart({ product, compact = false }: AddToCartProps) {
  const { store, setDrawerOpen } = useCart();
  const { sku, name, price, stock, discontinued } = product;
  const soldOut = stock === 0 || discontinued;
  const add = (): void => {
    store.learn(sku, { name, unitPrice: price, available: stock, discontinued });
    if (store.submit({ type: "addItem", sku, quantity: 1 })) setDrawerOpen(true);
  };
  return (
    <CartForm request={{ type: "addItem", sku, quantity: 1 }} onSend={add}>
      {compact ? (
        <Button
          type="submit"
          look="quiet"
          size="small"
          disabled={soldOut}
          aria-label={`Add ${name} to cart`}
          className="aspect-square !px-0"
        >
          <Plus aria-hidden="true" size={18} />
        </Button>
      ) : (
        <Button type="submit" size="large" disabled={soldOut} className="w-full sm:w-auto">
          Add to cart
        </Button>
      )}
    </CartForm>
  );
}
