import { CartDrawer } from "@/app/_components/cart/cart-drawer-client";
import { CartProvider } from "@/app/_components/cart/cart-provider-client";
import { TroubleNote } from "@/app/_components/cart/trouble-note-client";
import { SiteFooter } from "@/app/_components/site/site-footer";
import { SiteHeader } from "@/app/_components/site/site-header";
import { cartSnapshot } from "@/app/shopper";
import { sendCartCommands } from "./cart/actions";

// Every page shows the visitor's own cart in its header.
export const dynamic = "force-dynamic";

export default async function ShopLayout({ children }: LayoutProps<"/">) {
  return (
    <CartProvider snapshot={await cartSnapshot()} send={sendCartCommands}>
      <a
        href="#content"
        className="sr-only z-30 bg-leaf px-4 py-3 focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      <div className="flex min-h-dvh flex-col">
        <SiteHeader />
        <TroubleNote />
        <main id="content" tabIndex={-1} className="mx-auto w-full max-w-6xl grow px-4 pt-8 pb-20 outline-none sm:px-6">
          {children}
        </main>
        <SiteFooter />
      </div>
      <CartDrawer />
    </CartProvider>
  );
}
