"use client";

import { Dialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { buttonClass } from "@/app/_ui/button";
import { Price } from "../product/price";
import { CartLineList } from "./cart-line-list";
import { useCart } from "./cart-provider-client";
import { CheckOutButton } from "./check-out-button-client";
import { LineControls } from "./line-controls-client";
import { cartTotals, linesOf } from "./lines-of";
import { RemovedLines } from "./removed-lines-client";

/**
 * The cart beside the page. Not modal and without taking the focus: whoever presses "Add to cart" again, or shops on, is not held
 * up; Escape closes it.
 */
export function CartDrawer() {
  const { view, drawerOpen, setDrawerOpen } = useCart();
  const pathname = usePathname();
  const lines = linesOf(view.cart);

  return (
    // The key takes it away with its page at once, without the motion of closing.
    <Dialog.Root key={pathname} open={drawerOpen} onOpenChange={setDrawerOpen} modal={false} disablePointerDismissal>
      <Dialog.Portal>
        <Dialog.Popup
          initialFocus={false}
          className="fixed inset-x-0 bottom-0 z-20 flex max-h-[55dvh] flex-col rounded-t-md border border-rule bg-leaf shadow-leaf transition duration-200 ease-page data-ending-style:translate-y-4 data-ending-style:opacity-0 data-starting-style:translate-y-4 data-starting-style:opacity-0 sm:inset-x-auto sm:top-19 sm:right-4 sm:bottom-auto sm:max-h-[calc(100dvh-6rem)] sm:w-104 sm:rounded-md"
        >
          <div className="flex items-center justify-between border-b border-rule py-2 pr-2 pl-5">
            <Dialog.Title className="text-xl">Your cart</Dialog.Title>
            <Dialog.Close
              aria-label="Close cart"
              className="flex size-11 items-center justify-center rounded-sm hover:bg-tint"
            >
              <X aria-hidden="true" size={20} />
            </Dialog.Close>
          </div>
          {/* Scrollable regions must be reachable by keyboard. */}
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
          <div className="grow overflow-y-auto px-5 py-4" tabIndex={0} role="region" aria-label="Contents">
            <RemovedLines />
            {lines.length === 0 && <p className="text-faint">Nothing in it now.</p>}
            <CartLineList
              lines={lines}
              controls={(line) => <LineControls line={line} />}
              isUncertain={(line) => view.uncertain.has(line.sku)}
            />
          </div>
          <div className="flex flex-col gap-3 border-t border-rule px-5 pt-4 pb-3">
            <p className="flex items-baseline justify-between">
              <span className="text-faint">Total with shipping</span>
              <Price
                amount={cartTotals(view.cart).total}
                className={view.unconfirmed > 0 ? "text-xl text-faint italic" : "text-xl"}
              />
            </p>
            <div className="grid grid-cols-2 items-start gap-3">
              <Link href="/cart" className={buttonClass("quiet", "large", "!px-3 text-base")}>
                View cart
              </Link>
              <CheckOutButton />
            </div>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
