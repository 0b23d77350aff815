import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createTestDatabase } from "@/lib/database/test-database";
import type { DomainEvent } from "./event";
import { EventStore } from "./event-store";
import { StreamStates } from "./stream-states";
import { newEvents } from "./test-events";

const counting = { initialState: 0, evolve: (count: number, _event: DomainEvent) => count + 1 };

async function grow(store: EventStore, streamId: string, from: number, by: number): Promise<void> {
  const appended = await store.append({ streamId, expectedVersion: from, events: newEvents(by) });
  expect(appended.outcome).toBe("appended");
}

test("remembered or not, any moment of a stream folds to the same", async () => {
  const store = new EventStore((await createTestDatabase()).connect());
  const step = fc.oneof(
    fc.record({ grow: fc.constantFrom(1, 3, 400, 1_200) }),
    fc.record({ look: fc.nat({ max: 4_000 }) }),
    fc.constant({ latest: true }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
      const streamId = `cart-${randomUUID()}`;
      const states = new StreamStates(store, counting);
      let length = 0;
      for (const what of steps) {
        if ("grow" in what) {
          await grow(store, streamId, length, what.grow);
          length += what.grow;
        }
        const asked = "look" in what ? what.look : length;
        const version = Math.min(length, asked);
        expect(await states.at(streamId, asked)).toEqual({ version, state: version });
        expect((await states.latest(streamId)).version).toBe(length);
      }
    }),
    { numRuns: 12 },
  );
});

test("a warm stream costs only its tail, and a forgotten one is read anew", async () => {
  const store = new EventStore((await createTestDatabase()).connect());
  let folded = 0;
  const watched = { initialState: 0, evolve: (count: number, _event: DomainEvent) => ((folded += 1), count + 1) };
  const states = new StreamStates(store, watched, { mostStreams: 2 });
  const [first, second, third] = ["a", "b", "c"].map((name) => `cart-${name}`) as [string, string, string];
  await grow(store, first, 0, 50);
  await states.latest(first);
  await grow(store, first, 50, 2);
  folded = 0;
  expect((await states.latest(first)).state).toBe(52);
  expect(folded).toBe(2);

  for (const streamId of [second, third]) {
    await grow(store, streamId, 0, 1);
    await states.latest(streamId);
  }
  folded = 0;
  expect((await states.latest(first)).state).toBe(52);
  expect(folded).toBe(52);
});
