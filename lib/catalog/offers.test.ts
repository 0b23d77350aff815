import { expect, test } from "vitest";
import { createTestDatabase } from "@/lib/database/test-database";
import { Offers } from "./offers";

async function openCatalogue() {
  const sql = (await createTestDatabase()).connect(2);
  const products = ["quill", "inkwell", "globe"].map((sku, n) => ({ sku, name: sku, price: 100 + n, stock: n }));
  await sql`insert into products ${sql(products.map((product) => ({ ...product, category: "", summary: "", description: "" })))}`;
  return { sql, offers: new Offers(sql) };
}

test("each is answered with what they asked for, however many ask at once", async () => {
  const { offers } = await openCatalogue();
  const answers = await Promise.all([
    offers.find(["quill"]),
    offers.find(["globe", "nothing", "globe"]),
    offers.find([]),
    offers.find(["inkwell", "quill"]),
  ]);
  expect(answers.map((found) => found.map(({ sku, price }) => [sku, price]))).toEqual([
    [["quill", 100]],
    [["globe", 102]],
    [],
    [
      ["inkwell", 101],
      ["quill", 100],
    ],
  ]);
});

test("an answer is never older than its question", async () => {
  const { sql, offers } = await openCatalogue();
  for (let price = 1; price <= 20; price += 1) {
    const earlier = [offers.find(["quill"]), offers.find(["quill"])];
    await sql`update products set price = ${price} where sku = 'quill'`;
    expect(await offers.find(["quill"])).toMatchObject([{ price }]);
    await Promise.all(earlier);
  }
});

test("a question that fails fails for those who asked it, and the next one is answered", async () => {
  const { sql, offers } = await openCatalogue();
  await sql`alter table products rename to elsewhere`;
  const asked = await Promise.allSettled([offers.find(["quill"]), offers.find(["globe"])]);
  expect(asked.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  await sql`alter table elsewhere rename to products`;
  expect(await offers.find(["globe"])).toHaveLength(1);
});
