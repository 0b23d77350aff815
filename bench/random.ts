/** Random choices that come out the same for the same seed. */
export interface Random {
  /** A whole number from 1 to `most`. */
  upTo(most: number): number;
  chance(probability: number): boolean;
  /** One of these. Throws when there are none. */
  pick<Item>(items: readonly Item[]): Item;
}

/** A linear congruential generator (Numerical Recipes' constants). */
export function seededRandom(seed: number): Random {
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return {
    upTo: (most) => 1 + Math.floor(next() * most),
    chance: (probability) => next() < probability,
    pick(items) {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new Error("There is nothing to pick from.");
      return item;
    },
  };
}
