import type { Cart, ProductFacts } from "@/lib/cart/cart";
import type { Line } from "@/lib/cart/events";
import { mostCommandsPerBatch, predict, predictRefusal, type CartMessage } from "@/lib/cart/prediction";
import type { CartRequest } from "@/lib/cart/requests";
import type { Rejection } from "@/lib/event-store/decider";
import type { CartActionReply, CartSnapshot } from "./cart-snapshot";
import { confirm } from "./confirm";
import { withRemoved } from "./removed-lines";

/** What the page draws. */
export interface CartView {
  readonly streamId: string;
  /** Version of the last confirmed event. */
  readonly version: number;
  /** The confirmed cart with everything unconfirmed on top, as the server will most likely decide. */
  readonly cart: Cart;
  /** Changes without an answer yet. */
  readonly unconfirmed: number;
  /** SKUs that unconfirmed changes touch. */
  readonly uncertain: ReadonlySet<string>;
  readonly products: Readonly<Record<string, ProductFacts>>;
  /** Lines that were taken out here and can be put back. */
  readonly removed: readonly Line[];
  /** Set while the shop can't be reached; the changes are kept. */
  readonly trouble: string | undefined;
  readonly formToken: string;
}

export interface CartStoreOptions {
  readonly send: (batch: { commands: readonly CartMessage[] }) => Promise<CartActionReply>;
  /** Fetches the cart as the server knows it. */
  readonly fetchSnapshot: () => Promise<CartSnapshot>;
  readonly onRejected: (rejection: Rejection, request: CartRequest) => void;
  /** Where messages survive a reload. */
  readonly storage: Pick<Storage, "getItem" | "setItem" | "removeItem">;
  readonly newId: () => string;
}

const storageKey = "cartulary-unconfirmed";
/** A burst is sent once it pauses this long, or has lasted `longestBurstMs`. Its first click goes at once. */
const pauseMs = 150;
const longestBurstMs = 700;
/** The first is what a busy shop asks for (Retry-After). */
const retryDelaysMs = [1_000, 1_000, 2_000, 5_000, 10_000];
/** Rejections of the machine, not of the command: they pass by themselves. */
const passing: ReadonlySet<string> = new Set(["busy", "unavailable"]);

/**
 * The browser's side of the cart: predicts at once, sends in batches, one in flight, in order, and settles on what the server
 * answers. A message is sent until it is answered; its id makes that safe.
 */
export class CartStore {
  readonly #options: CartStoreOptions;
  readonly #listeners = new Set<() => void>();
  #confirmed: CartSnapshot;
  #products: Record<string, ProductFacts>;
  /** Sent and not answered. Their events may or may not be in the log. */
  #sent: readonly CartMessage[] = [];
  #queued: readonly CartMessage[] = [];
  #removed: readonly Line[] = [];
  #failures = 0;
  #lastSentAt = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stale = false;
  /** Batches sent so far, counting repetitions. */
  #exchanges = 0;
  /** Messages from before a reload: the snapshot may hold their events already, so they are not predicted. */
  #recovered: ReadonlySet<string> = new Set();
  #view: CartView;
  readonly #firstView: CartView;

  constructor(snapshot: CartSnapshot, options: CartStoreOptions) {
    this.#options = options;
    this.#confirmed = snapshot;
    this.#products = { ...snapshot.products };
    this.#view = this.#draw();
    this.#firstView = this.#view;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  view = (): CartView => this.#view;
  /** As the server drew it: what a part of the page that wakes up late finds there. */
  firstView = (): CartView => this.#firstView;

  /** Tells what the catalogue says of a product, so that commands about it can be predicted. */
  learn(sku: string, facts: ProductFacts): void {
    this.#products[sku] = facts;
  }

  /** Takes up what an earlier life of this page left unanswered. */
  recover(): void {
    const stored = this.#options.storage.getItem(storageKey);
    if (stored === null) return;
    const messages = JSON.parse(stored) as CartMessage[];
    this.#recovered = new Set(messages.map((message) => message.commandId));
    this.#queued = [...messages, ...this.#queued];
    this.#changed();
    this.#schedule();
  }

  /** Asks for a change. Refused at once when it is known to be impossible; true when it is on its way. */
  submit(request: CartRequest): boolean {
    const refusal = predictRefusal({ ...this.#confirmed, cart: this.#view.cart }, request, this.#products);
    if (refusal) {
      this.#options.onRejected(refusal, request);
      return false;
    }
    this.#removed = withRemoved(this.#removed, this.#view.cart, request);
    this.#queued = [...this.#queued, { commandId: this.#options.newId(), request }];
    this.#changed();
    this.#schedule();
    return true;
  }

  /** Puts back a line that was removed here. */
  undo(line: Line): void {
    this.#removed = this.#removed.filter((removed) => removed !== line);
    this.submit({ type: "addItem", sku: line.sku, quantity: line.quantity });
  }

  /** Sends again now, without waiting for the next try. */
  retry(): void {
    if (this.#timer !== undefined && this.#failures > 0) this.#sendNow();
  }

  /** Resolves when every change has its answer; true at once when there are none. */
  async settled(): Promise<void> {
    while (this.#view.unconfirmed > 0) await new Promise<void>((resolve) => this.#once(resolve));
  }

  /** Looks whether the cart has changed elsewhere. Not while an answer is due: it will bring that along. */
  async refresh(): Promise<void> {
    this.#stale = true;
    await this.#refreshIfQuiet();
  }

  async #refreshIfQuiet(): Promise<void> {
    if (!this.#stale || this.#sent.length > 0) return;
    this.#stale = false;
    const exchanges = this.#exchanges;
    const snapshot = await this.#options.fetchSnapshot().catch(() => undefined);
    if (!snapshot) return;
    if (exchanges === this.#exchanges) return this.applySnapshot(snapshot);
    // Something was sent meanwhile: this snapshot may be from before or after it.
    return this.refresh();
  }

  /** Takes a newer state of the cart, unless it could already hold changes that this page still predicts. */
  applySnapshot(snapshot: CartSnapshot): void {
    const older = snapshot.streamId === this.#confirmed.streamId && snapshot.version < this.#confirmed.version;
    if (older) return;
    if (this.#sent.length > 0) {
      this.#stale = true;
      return;
    }
    this.#confirmed = snapshot;
    Object.assign(this.#products, snapshot.products);
    this.#changed();
  }

  #schedule(): void {
    if (this.#sent.length > 0 || this.#queued.length === 0) return;
    clearTimeout(this.#timer);
    const sinceLast = performance.now() - this.#lastSentAt;
    const wait = sinceLast > longestBurstMs ? 0 : Math.min(pauseMs, longestBurstMs - sinceLast);
    this.#timer = setTimeout(() => this.#sendNow(), wait);
  }

  #sendNow(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#sent.length === 0) {
      this.#sent = this.#queued.slice(0, mostCommandsPerBatch);
      this.#queued = this.#queued.slice(mostCommandsPerBatch);
    }
    if (this.#sent.length > 0) void this.#exchange();
  }

  async #exchange(): Promise<void> {
    this.#lastSentAt = performance.now();
    this.#exchanges += 1;
    const commands = this.#sent.map(({ commandId, request }) => ({ commandId, request }));
    const reply = await this.#options.send({ commands }).catch(() => undefined);
    if (!reply || (!reply.ok && passing.has(reply.rejection.code))) return this.#postpone();
    this.#failures = 0;
    if (reply.ok) this.#settle(reply);
    else this.#refuseAll(reply.rejection);
    this.#changed();
    await this.#refreshIfQuiet();
    this.#schedule();
  }

  /** The answer was lost, or never came to be. The same messages go again, under the same ids. */
  #postpone(): void {
    const delay = retryDelaysMs[Math.min(this.#failures, retryDelaysMs.length - 1)] ?? 0;
    this.#failures += 1;
    this.#timer = setTimeout(() => this.#sendNow(), delay);
    this.#changed();
  }

  #settle(reply: Extract<CartActionReply, { ok: true }>): void {
    const requests = new Map(this.#sent.map(({ commandId, request }) => [commandId, request]));
    this.#sent = [];
    const confirmed = confirm(this.#confirmed, reply);
    if (!confirmed) this.#stale = true;
    else this.#confirmed = confirmed;
    for (const outcome of reply.outcomes) {
      const request = requests.get(outcome.commandId);
      if (outcome.outcome === "rejected" && request) this.#options.onRejected(outcome.rejection, request);
    }
  }

  #refuseAll(rejection: Rejection): void {
    const [first] = this.#sent;
    this.#sent = [];
    this.#stale = true;
    if (first) this.#options.onRejected(rejection, first.request);
  }

  #draw(): CartView {
    const messages = [...this.#sent, ...this.#queued];
    const predictable = messages.filter(({ commandId }) => !this.#recovered.has(commandId));
    return {
      streamId: this.#confirmed.streamId,
      version: this.#confirmed.version,
      cart: predict(this.#confirmed, predictable, this.#products),
      unconfirmed: messages.length,
      uncertain: new Set(messages.flatMap(({ request }) => ("sku" in request ? [request.sku] : []))),
      products: this.#products,
      removed: this.#removed,
      trouble: this.#failures > 0 ? troubleSentence(messages.length) : undefined,
      formToken: this.#confirmed.formToken,
    };
  }

  #changed(): void {
    const messages = [...this.#sent, ...this.#queued];
    if (messages.length > 0) this.#options.storage.setItem(storageKey, JSON.stringify(messages));
    else this.#options.storage.removeItem(storageKey);
    this.#view = this.#draw();
    for (const listener of this.#listeners) listener();
  }

  #once(resolve: () => void): void {
    const stop = this.subscribe(() => {
      stop();
      resolve();
    });
  }
}

function troubleSentence(changes: number): string {
  const kept = changes === 1 ? "Your last change is kept" : `Your last ${changes} changes are kept`;
  return `The shop can’t be reached. ${kept} and will be sent again.`;
}
