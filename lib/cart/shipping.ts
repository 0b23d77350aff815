import type { Delivery } from "./events";

/** A way to receive an order, and what it costs. Standard delivery is what carts are promised. */
export interface ShippingMethod {
  readonly id: string;
  readonly name: string;
  readonly promise: string;
  readonly delivery: Delivery;
}

export const standardShipping: ShippingMethod = {
  id: "standard",
  name: "Standard post",
  promise: "3 to 5 working days",
  delivery: { price: 395, freeFrom: 5000 },
};

export const shippingMethods: readonly ShippingMethod[] = [
  standardShipping,
  { id: "express", name: "Express courier", promise: "Next working day", delivery: { price: 895, freeFrom: null } },
  {
    id: "collect",
    name: "Collect from the shop",
    promise: "Ready in two hours",
    delivery: { price: 0, freeFrom: null },
  },
];
