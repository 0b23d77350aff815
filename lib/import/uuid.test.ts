import fc from "fast-check";
import { v5 } from "uuid";
import { expect, test } from "vitest";
import { eventIdOf } from "@/lib/event-store/event";
import { uuidV5 } from "./uuid";

test("it gives the ids that the rest of the shop gives", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.uuid(), (name, namespace) => {
      expect(uuidV5(name, namespace)).toBe(v5(name, namespace));
    }),
  );
  const commandId = uuidV5("line 1", "6ba7b810-9dad-11d1-80b4-00c04fd430c8");
  expect(uuidV5("0", commandId)).toBe(eventIdOf(commandId, 0));
});
