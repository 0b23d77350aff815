import { EventEmitter } from "node:events";
import type postgres from "postgres";

const channel = "cartulary_appended";
const debounceMs = 20;
/** Postgres refuses payloads of 8,000 bytes; a burst over more streams than fit just says "many". */
const mostBytes = 7_999;
const many = "*";

/**
 * Tells this process and the others that streams have grown.
 *
 * NOTIFY takes a cluster-wide lock at commit, so it is sent after the append, once for all appends of a short while. It is
 * a hint: whoever needs every event also polls slowly, because a notification can be lost with its connection.
 */
export class WakeUp {
  readonly #sql: postgres.Sql;
  readonly #emitter = new EventEmitter().setMaxListeners(0);
  readonly #pending = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #stopListening: (() => Promise<void>) | undefined;

  constructor(sql: postgres.Sql) {
    this.#sql = sql;
  }

  /** Starts to hear other processes. */
  async listen(): Promise<void> {
    const listening = await this.#sql.listen(channel, (payload) => {
      this.#emit(payload === many ? [many] : payload.split(","));
    });
    this.#stopListening = () => listening.unlisten();
  }

  /** To be called after a commit. Wakes this process at once and the others within `debounceMs`. */
  appended(streamIds: readonly string[]): void {
    if (streamIds.length === 0) return;
    this.#emit(streamIds);
    for (const streamId of streamIds) this.#pending.add(streamId);
    this.#timer ??= setTimeout(() => void this.#notify(), debounceMs);
  }

  /** Calls `listener` whenever any stream may have grown. Returns how to stop. */
  onAnyAppend(listener: () => void): () => void {
    this.#emitter.on("any", listener);
    return () => this.#emitter.off("any", listener);
  }

  /** Calls `listener` whenever this stream may have grown. Returns how to stop. */
  onAppendTo(streamId: string, listener: () => void): () => void {
    this.#emitter.on(streamId, listener).on(many, listener);
    return () => this.#emitter.off(streamId, listener).off(many, listener);
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#notify();
    await this.#stopListening?.();
  }

  #emit(streamIds: readonly string[]): void {
    for (const streamId of streamIds) this.#emitter.emit(streamId);
    this.#emitter.emit("any");
  }

  async #notify(): Promise<void> {
    this.#timer = undefined;
    if (this.#pending.size === 0) return;
    const named = [...this.#pending].join(",");
    this.#pending.clear();
    const payload = Buffer.byteLength(named) > mostBytes ? many : named;
    // Losing this only delays the others until their next poll.
    await this.#sql.notify(channel, payload).catch(() => {});
  }
}
