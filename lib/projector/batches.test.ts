import fc from "fast-check";
import { expect, test } from "vitest";
import { openShopping } from "@/lib/cart/test-shopping";
import { createTestDatabase } from "@/lib/database/test-database";
import { everything, forgetReadModels, projectInBatches, readTables, shopAtRandom } from "./test-workload";

test("the tables come out the same, whatever the sizes of the batches", async () => {
  const sql = (await createTestDatabase()).connect();
  const { store, ...shopping } = openShopping(sql);
  await shopAtRandom({ ...shopping, store }, { batches: 70 });
  await forgetReadModels(sql);
  expect(await projectInBatches(sql, store, [everything])).toBe(3);
  const expected = await readTables(sql);
  for (const rows of Object.values(expected)) expect(rows.length).toBeGreaterThan(0);

  const sizes = fc.array(fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 90 })), {
    minLength: 1,
    maxLength: 5,
  });
  await fc.assert(
    fc.asyncProperty(sizes, async (limits) => {
      await forgetReadModels(sql);
      await projectInBatches(sql, store, limits);
      expect(await readTables(sql)).toEqual(expected);
    }),
    { numRuns: 12, examples: [[[1]], [[2, 1]]] },
  );
});
