import { formatMoney } from "@/lib/cart/money";

/** An amount of minor units, set in figures that line up. */
export function Price({ amount, className = "" }: { readonly amount: number; readonly className?: string }) {
  return <span className={`price ${className}`}>{formatMoney(amount)}</span>;
}
