/** A product of our own shop as it is written down here, before it becomes a row. */
export interface SeedProduct {
  /** Stable key, also the slug and the name of the drawing in `public/products/`. */
  readonly sku: string;
  readonly name: string;
  /** Minor units (pence). */
  readonly price: number;
  /** How many can be bought now; 0 is out of stock. */
  readonly stock: number;
  readonly discontinued?: true;
  /** One line for lists, under 70 characters. */
  readonly summary: string;
  /** A paragraph worth reading. */
  readonly description: string;
}
