import type { UUID } from "node:crypto";
import fc from "fast-check";
import { expect } from "vitest";
import { expectAscending, type ConformingStore } from "./conformance-log";
import type { Append, NewEvent, StoredEvent } from "./event";
import type { AppendOutcome, BatchOutcome } from "./event-store";
import { newStreamId, note } from "./test-events";

/** An event as the log promises to keep it; where it stands and when it was recorded is the store's own affair. */
type KeptEvent = Omit<StoredEvent, "position" | "recordedAt">;

type ModelOutcome =
  | { readonly outcome: "appended" | "duplicate"; readonly events: readonly KeptEvent[] }
  | { readonly outcome: "conflict"; readonly currentVersion: number };

/** What a log is, said as plainly as possible: the specification that stores are compared with. */
class ModelLog {
  readonly streamIds = Array.from({ length: 4 }, newStreamId);
  /** All events, in the order of their positions. */
  readonly events: KeptEvent[] = [];

  stream(streamId: string): readonly KeptEvent[] {
    return this.events.filter((kept) => kept.streamId === streamId);
  }

  withIds(eventIds: readonly string[]): readonly KeptEvent[] {
    return this.events.filter(({ eventId }) => eventIds.includes(eventId));
  }

  append({ streamId, expectedVersion, events }: Append): ModelOutcome {
    const known = this.withIds(events.map(({ eventId }) => eventId));
    if (known.length > 0) return { outcome: "duplicate", events: known };
    const currentVersion = this.stream(streamId).length;
    if (currentVersion !== expectedVersion) return { outcome: "conflict", currentVersion };
    const kept = events.map((event, index) => ({ ...event, streamId, version: expectedVersion + index + 1 }));
    this.events.push(...kept);
    return { outcome: "appended", events: kept };
  }

  appendBatch(appends: readonly Append[]): BatchOutcome[] {
    return appends.map((append) => {
      const { outcome } = this.append(append);
      return { outcome, version: this.stream(append.streamId).length };
    });
  }
}

/** The store compared, and the position in its log where the comparison begins. */
interface Compared {
  readonly store: ConformingStore;
  readonly from: number;
}

type Step = fc.AsyncCommand<ModelLog, Compared>;

function step(text: string, run: (model: ModelLog, compared: Compared) => Promise<void>): Step {
  return { check: () => true, run, toString: () => text };
}

/** An append in the making: `lag` is how far off the expected version is, `resent` picks an event that is stored already. */
const append = fc.record({
  stream: fc.nat(3),
  lag: fc.constantFrom(0, 0, 0, 0, -1, 1),
  commandId: fc.uuid(),
  texts: fc.array(fc.string(), { maxLength: 3 }),
  resent: fc.option(fc.nat(), { freq: 5 }),
});
type AppendPlan = typeof append extends fc.Arbitrary<infer Plan> ? Plan : never;

function toAppend({ stream, lag, commandId, texts, resent }: AppendPlan, model: ModelLog): Append {
  const streamId = model.streamIds[stream] ?? "";
  const again = resent === null ? undefined : model.events[resent % Math.max(1, model.events.length)];
  const fresh = texts.map((text, index) => note(text, { commandId: commandId as UUID, index }));
  const events = again ? [...fresh, toNewEvent(again)] : fresh;
  return { streamId, expectedVersion: model.stream(streamId).length + lag, events };
}

function toNewEvent({ eventId, event, schemaVersion, metadata }: KeptEvent): NewEvent {
  return { eventId, event, schemaVersion, metadata };
}

function assertSame(answer: unknown, expected: unknown): void {
  expect(answer).toEqual(expected);
}

const appendStep = append.map((plan) =>
  step(`append ${fc.stringify(plan)}`, async (model, { store }) => {
    const sent = toAppend(plan, model);
    assertSame(kept(await store.append(sent)), model.append(sent));
  }),
);

const batchStep = fc.uniqueArray(append, { selector: ({ stream }) => stream, maxLength: 4 }).map((plans) =>
  step(`appendBatch ${fc.stringify(plans)}`, async (model, { store }) => {
    const sent = plans.map((plan) => toAppend(plan, model));
    assertSame(await store.appendBatch(sent), model.appendBatch(sent));
  }),
);

const readStreamStep = fc
  .record({ stream: fc.nat(3), after: fc.nat(12), upTo: fc.nat(12) })
  .map(({ stream, after, upTo }) =>
    step(`readStream ${stream} after ${after} up to ${upTo}`, async (model, { store }) => {
      const streamId = model.streamIds[stream] ?? "";
      const read = await store.readStream(streamId, { after, upTo });
      assertSame(read.map(keptOf), model.stream(streamId).slice(after, Math.max(after, upTo)));
      assertSame((await store.readStream(streamId)).map(keptOf), model.stream(streamId));
    }),
  );

const readAllStep = fc.record({ after: fc.nat(12), limit: fc.nat(8) }).map(({ after, limit }) =>
  step(`readAll after the ${after}th, at most ${limit}`, async (model, { store, from }) => {
    const all = await store.readAll(from, await store.head(), 1_000);
    assertSame(all.map(keptOf), model.events);
    expectAscending(all);
    const start = all.slice(0, after).at(-1)?.position ?? from;
    const end = all.at(-1)?.position ?? from;
    assertSame(await store.readAll(start, end, limit), all.slice(after, after + limit));
    assertSame(await store.readAll(from, start, 1_000), all.slice(0, after));
  }),
);

const findStep = fc.record({ picked: fc.array(fc.nat(), { maxLength: 5 }), unknown: fc.uuid() }).map((plan) =>
  step(`findByIds ${fc.stringify(plan)}`, async (model, { store }) => {
    const picked = plan.picked.map((pick) => model.events[pick % model.events.length]?.eventId ?? plan.unknown);
    const eventIds = [...picked, plan.unknown];
    assertSame((await store.findByIds(eventIds)).map(keptOf), model.withIds(eventIds));
  }),
);

/** Does at random what can be done with a log, and compares every answer with the model's. Throws on the first difference. */
export async function compareWithModel(store: ConformingStore, numRuns: number): Promise<void> {
  const steps = fc.commands([appendStep, appendStep, batchStep, readStreamStep, readAllStep, findStep], {
    maxCommands: 25,
  });
  const run = async (script: Iterable<Step>): Promise<void> => {
    const from = await store.head();
    await fc.asyncModelRun(() => ({ model: new ModelLog(), real: { store, from } }), script);
  };
  await fc.assert(fc.asyncProperty(steps, run), { numRuns });
}

function kept(answer: AppendOutcome): ModelOutcome {
  return answer.outcome === "conflict" ? answer : { ...answer, events: answer.events.map(keptOf) };
}

function keptOf({ position: _position, recordedAt: _recordedAt, ...rest }: StoredEvent): KeptEvent {
  return rest;
}
