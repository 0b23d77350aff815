/** How to leave the gate again. Calling it more than once changes nothing. */
export type Leave = () => void;

export interface GateLimits {
  /** How many may be inside at once. */
  readonly inside: number;
  /** How many may wait in line before it. */
  readonly waiting: number;
  readonly patienceMs: number;
}

/** Lets a bounded number in at once; a short line waits a bounded time, in order; whoever is left is turned away. */
export class Gate {
  readonly #limits: GateLimits;
  /** Those who wait, first come first. */
  readonly #line = new Set<() => void>();
  #inside = 0;

  constructor(limits: GateLimits) {
    this.#limits = limits;
  }

  /** Resolves to the way out, or to undefined for whoever is turned away, or has `gone` before being let in. */
  async enter(gone: AbortSignal): Promise<Leave | undefined> {
    if (this.#inside < this.#limits.inside) return this.#letIn();
    if (this.#line.size >= this.#limits.waiting) return undefined;
    return new Promise((resolve) => {
      const done = (leave: Leave | undefined): void => {
        clearTimeout(timer);
        this.#line.delete(next);
        gone.removeEventListener("abort", giveUp);
        resolve(leave);
      };
      const next = (): void => done(this.#letIn());
      const giveUp = (): void => done(undefined);
      const timer = setTimeout(giveUp, this.#limits.patienceMs);
      gone.addEventListener("abort", giveUp);
      this.#line.add(next);
    });
  }

  #letIn(): Leave {
    this.#inside += 1;
    let isInside = true;
    return () => {
      if (!isInside) return;
      isInside = false;
      this.#inside -= 1;
      const [next] = this.#line;
      next?.();
    };
  }
}
