import { describe, expect, test } from "vitest";
import { describeAppending, describeRacing } from "./conformance-appending";
import type { Open } from "./conformance-log";
import { compareWithModel } from "./conformance-model";
import { describeContents, describeReading } from "./conformance-reading";
import { describeBatches, describeSendingAgain } from "./conformance-repeating";

/** What every event store of ours must pass, whatever it is made of. For tests. */
export function describeEventStore(name: string, open: Open): void {
  describe(`${name} keeps the promises of a log`, () => {
    describe("appending", () => {
      describeAppending(open);
    });
    describe("racing", () => {
      describeRacing(open);
    });
    describe("sending the same again", () => {
      describeSendingAgain(open);
    });
    describe("a batch of appends", () => {
      describeBatches(open);
    });
    describe("reading", () => {
      describeReading(open);
    });
    describe("what is stored", () => {
      describeContents(open);
    });
    test("does whatever is done to it as the model of a log does", { timeout: 120_000 }, async () => {
      const { store } = await open();
      await compareWithModel(store, 60);
      expect(await store.head()).toBeGreaterThan(0);
    });
  });
}
