import type { PromoTerms } from "@/lib/cart/events";

export const promoCodes: readonly (PromoTerms & { readonly expiresAt?: string })[] = [
  { code: "FIRSTFOLIO", discount: { kind: "percent", percent: 10 }, minimum: 0 },
  { code: "INKWELL", discount: { kind: "amount", amount: 500 }, minimum: 3000 },
  { code: "CARRIER", discount: { kind: "freeDelivery" }, minimum: 0 },
  { code: "OLDSTYLE", discount: { kind: "percent", percent: 25 }, minimum: 0, expiresAt: "2026-01-01T00:00:00Z" },
];
