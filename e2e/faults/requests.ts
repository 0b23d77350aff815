import { randomUUID } from "node:crypto";
import * as fs from "node:fs";
import path from "node:path";
import { v5 as uuidV5, v7 as uuidV7 } from "uuid";
import type { Random } from "@/bench/random";
import { type Append, streamIdOf } from "@/lib/event-store/event";

import { note } from "@/lib/event-store/test-events";
import { lastLines, parseHistory, type Answer, type Request } from "./history";

const namespace = "7d8f5a52-64a1-4c0e-9b7e-2f9c1c8d4e10";
const streams = Array.from({ length: 200 }, (_, index) => streamIdOf("diary", uuidV5(String(index), namespace)));
/** Streams that half of all requests go to, so that writers meet. */
const busyStreams = streams.slice(0, 8);
const quietStreams = streams.slice(8);
/** How much of a history is looked at for something to send again: a few dozen requests. */
const lookBackBytes = 65_536;

/** Thinks of requests, and remembers which versions its streams have. */
export class RequestSource {
  readonly #random: Random;
  readonly #histories: string;
  readonly #versions = new Map<string, number>();

  /** `histories` is the folder where all writers write down what they send. */
  constructor(random: Random, histories: string) {
    this.#random = random;
    this.#histories = histories;
  }

  next(): Request {
    const dice = this.#random.upTo(20);
    if (dice <= 3) return this.#again() ?? this.next();
    if (dice <= 8) return { kind: "command", streamId: this.#stream(), commandId: uuidV7(), by: this.#random.upTo(3) };
    if (dice <= 12) return { kind: "batch", appends: this.#streamsOfBatch().map((streamId) => this.#append(streamId)) };
    return { kind: "append", appends: [this.#append(this.#stream())] };
  }

  /** Takes from answers where streams are. */
  learn(request: Request, answers: readonly Answer[]): void {
    const streamIds = request.kind === "command" ? [request.streamId] : request.appends.map(({ streamId }) => streamId);
    answers.forEach((answer, index) => {
      const version = answer.outcome === "accepted" ? undefined : answer.version;
      const reached = version ?? ("events" in answer ? answer.events?.at(-1)?.version : undefined) ?? 0;
      this.#versions.set(streamIds[index] ?? "", reached);
    });
  }

  #stream(): string {
    return this.#random.pick(this.#random.chance(0.5) ? busyStreams : streams);
  }

  /**
   * Now and then many, so that positions are drawn long before the commit; away from the busy ones, where somebody else would
   * come first and undo the batch.
   */
  #streamsOfBatch(): string[] {
    const isLarge = this.#random.chance(0.15);
    const chosen = Array.from({ length: this.#random.upTo(isLarge ? 150 : 8) }, () =>
      isLarge ? this.#random.pick(quietStreams) : this.#stream(),
    );
    return [...new Set(chosen)];
  }

  #append(streamId: string): Append {
    const known = this.#versions.get(streamId) ?? 0;
    const expectedVersion = this.#random.chance(0.1) ? Math.max(0, known + this.#random.pick([-2, -1, 1, 4])) : known;
    const commandId = randomUUID();
    const events = Array.from({ length: this.#random.upTo(4) }, (_, index) =>
      note(`${index} of ${expectedVersion}`, { commandId, index }),
    );
    return { streamId, expectedVersion, events };
  }

  /** What some writer, living or killed, sent before; rather what it has no answer to. */
  #again(): Request | undefined {
    const file = this.#random.pick(fs.readdirSync(this.#histories));
    const lines = lastLines(path.join(this.#histories, file), lookBackBytes);
    const known = new Set<string>();
    const whole = lines.filter((line) => {
      const { id, invoked } = JSON.parse(line) as { id: string; invoked?: unknown };
      if (invoked !== undefined) known.add(id);
      return known.has(id);
    });
    const sent = parseHistory(whole.map((line) => `${line}\n`).join(""));
    const unanswered = sent.filter(({ answers }) => answers === undefined);
    const among = unanswered.length > 0 && this.#random.chance(0.5) ? unanswered : sent;
    return among.length === 0 ? undefined : this.#random.pick(among).request;
  }
}
