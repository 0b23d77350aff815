import { decided, rejected, type Decision } from "@/lib/event-store/decider";

/** One unit of what everybody wants. */
export type SaleEvent = {
  readonly type: "unitReserved";
  readonly data: { readonly sku: string; readonly shopper: string; readonly quantity: number };
};

interface Sale {
  readonly reserved: number;
}

interface SaleCommand {
  readonly type: "reserveUnit";
  readonly shopper: string;
}

const stock = 10_000_000;

export const saleDecider = {
  initialState: { reserved: 0 },
  evolve: ({ reserved }: Sale, { data }: SaleEvent): Sale => ({ reserved: reserved + data.quantity }),
  decide({ shopper }: SaleCommand, { reserved }: Sale): Decision<SaleEvent> {
    if (reserved >= stock) return rejected("sold-out", "There are none left.");
    return decided({ type: "unitReserved", data: { sku: "brass-hourglass", shopper, quantity: 1 } });
  },
};
