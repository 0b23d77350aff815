"use client";

import { QueryClient, QueryClientProvider, useQueryClient } from "@tanstack/react-query";
import { usePathname } from "next/navigation";
import { createContext, use, useEffect, useState, useSyncExternalStore, type ReactNode } from "react";
import { Toaster, toast } from "sonner";
import { v7 as uuidV7 } from "uuid";
import type { CartSnapshot } from "./cart-snapshot";
import { CartStore, type CartStoreOptions, type CartView } from "./cart-store";
import { followCart } from "./follow-cart";
import { replayEarlySubmits } from "./early-submits";

interface CartContext {
  readonly store: CartStore;
  readonly drawerOpen: boolean;
  readonly setDrawerOpen: (open: boolean) => void;
  /** What is wrong with the promo code that was asked for last. */
  readonly promoProblem: string | undefined;
  readonly setPromoProblem: (problem: string | undefined) => void;
}

const Context = createContext<CartContext | undefined>(undefined);

interface CartProviderProps {
  readonly snapshot: CartSnapshot;
  readonly send: CartStoreOptions["send"];
  readonly children: ReactNode;
}

/** Holds the browser's cart for all pages of the shop. */
export function CartProvider({ children, ...props }: CartProviderProps) {
  const [queryClient] = useState(
    () => new QueryClient({ defaultOptions: { queries: { staleTime: 60_000, retry: 2 } } }),
  );
  return (
    <QueryClientProvider client={queryClient}>
      <StoreProvider {...props}>{children}</StoreProvider>
      <Toaster
        position="bottom-center"
        toastOptions={{
          classNames: { toast: "!bg-leaf !text-ink !border-rule !font-sans", description: "!text-faint break-all" },
        }}
      />
    </QueryClientProvider>
  );
}

function StoreProvider({ snapshot, send, children }: CartProviderProps) {
  const queryClient = useQueryClient();
  const pathname = usePathname();
  // The drawer belongs to the page on which it was opened.
  const [drawerPage, setDrawerPage] = useState<string>();
  const [promoProblem, setPromoProblem] = useState<string>();
  const [store] = useState(
    () =>
      new CartStore(snapshot, {
        send,
        fetchSnapshot: () =>
          queryClient.fetchQuery({ queryKey: ["cart"], queryFn: fetchSnapshot, staleTime: 0, retry: 1 }),
        onRejected: ({ message }, request) => {
          if (request.type === "applyPromoCode") setPromoProblem(message);
          else toast.error(message);
        },
        storage: typeof sessionStorage === "undefined" ? noStorage : sessionStorage,
        newId: uuidV7,
      }),
  );

  useEffect(() => {
    store.recover();
    replayEarlySubmits();
    return followCart(store);
  }, [store]);
  // A page rendered later knows more than the first one did.
  useEffect(() => store.applySnapshot(snapshot), [store, snapshot]);

  const drawer = {
    drawerOpen: drawerPage === pathname,
    setDrawerOpen: (open: boolean) => setDrawerPage(open ? pathname : undefined),
  };
  return <Context value={{ store, ...drawer, promoProblem, setPromoProblem }}>{children}</Context>;
}

export function useCart(): CartContext & { readonly view: CartView } {
  const context = use(Context);
  if (!context) throw new Error("useCart needs a CartProvider above it.");
  const view = useSyncExternalStore(context.store.subscribe, context.store.view, context.store.firstView);
  return { ...context, view };
}

const noStorage = { getItem: () => null, setItem: () => {}, removeItem: () => {} };

async function fetchSnapshot(): Promise<CartSnapshot> {
  const response = await fetch("/api/cart", { cache: "no-store" });
  if (!response.ok) throw new Error(`/api/cart answered ${response.status}`);
  return (await response.json()) as CartSnapshot;
}
