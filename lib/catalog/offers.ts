import { setImmediate as nextTurn } from "node:timers/promises";
import type postgres from "postgres";
import type { Product } from "./product";

/** What is true of a product today, as far as it matters to a cart. Price in minor units, stock in pieces. */
export type ProductOffer = Pick<Product, "sku" | "name" | "price" | "stock" | "discontinued">;

interface Question {
  readonly skus: readonly string[];
  readonly resolve: (offers: readonly ProductOffer[]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Asks the catalogue what it offers. Most cart commands do, so those who ask in the same turn of the event loop, or while a
 * question is under way, are asked for together. Nothing is remembered: an answer is never older than its question.
 */
export class Offers {
  readonly #sql: postgres.Sql;
  #waiting: Question[] = [];
  #isAsking = false;

  constructor(sql: postgres.Sql) {
    this.#sql = sql;
  }

  /** The products among these SKUs that exist. */
  find(skus: readonly string[]): Promise<readonly ProductOffer[]> {
    if (skus.length === 0) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ skus, resolve, reject });
      if (!this.#isAsking) void this.#askForWaiting();
    });
  }

  async #askForWaiting(): Promise<void> {
    this.#isAsking = true;
    while (this.#waiting.length > 0) {
      await nextTurn();
      const questions = this.#waiting;
      this.#waiting = [];
      await this.#ask(questions);
    }
    this.#isAsking = false;
  }

  async #ask(questions: readonly Question[]): Promise<void> {
    const sql = this.#sql;
    try {
      const skus = [...new Set(questions.flatMap((question) => question.skus))];
      const offers = await sql<ProductOffer[]>`
        select sku, name, price, stock, discontinued from products where sku = any(${skus}::text[])`;
      const bySku = new Map(offers.map((offer) => [offer.sku, offer]));
      for (const question of questions) {
        question.resolve([...new Set(question.skus)].flatMap((sku) => bySku.get(sku) ?? []));
      }
    } catch (error) {
      for (const { reject } of questions) reject(error);
    }
  }
}
