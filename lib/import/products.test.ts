import { expect, test } from "vitest";
import { toProductName } from "./product-name";
import { csvOf, lineOf, openImportingShop } from "./test-history";

test.each([
  ["WHITE HANGING HEART T-LIGHT HOLDER", "White Hanging Heart T-Light Holder"],
  ["SET OF 3 CAKE TINS PANTRY DESIGN", "Set of 3 Cake Tins Pantry Design"],
  ["CHILDREN'S APRON DOLLY GIRL", "Children's Apron Dolly Girl"],
  ["THE LED LIGHT, BOX/6", "The LED Light, Box/6"],
  ["ÉTOILE IN BLUE", "Étoile in Blue"],
  ["FOLKART ZINC HEART CHRISTMAS DEC 12CM", "Folkart Zinc Heart Christmas Dec 12CM"],
  ["Edwardian parasol BLACK", "Edwardian parasol BLACK"],
])("%s is called %s", (description, name) => {
  expect(toProductName(description)).toBe(name);
});

test("a stock code is sold under its most frequent name at its usual latest price, after the products of our own", async () => {
  const shop = await openImportingShop();
  await shop.run(
    csvOf([
      ...["1.00", "1.00", "2.95", "2.95", "2.95"].map((UnitPrice) => lineOf({ UnitPrice })),
      lineOf({
        StockCode: "85123a",
        Description: "CREAM HEART",
        UnitPrice: "595.00",
        InvoiceDate: "2011-02-01 09:00:00",
      }),
      lineOf({ StockCode: "71053", Description: "WHITE METAL LANTERN", UnitPrice: "3.39" }),
      lineOf({ StockCode: "22139", CustomerID: "" }),
    ]),
  );
  expect(
    await shop.sql`select sku, name, category, price, stock, discontinued, rank from products order by rank`,
  ).toEqual([
    {
      sku: "85123A",
      name: "White Hanging Heart T-Light Holder",
      category: "gifts",
      price: 295,
      stock: 100,
      discontinued: false,
      rank: 2000,
    },
    {
      sku: "71053",
      name: "White Metal Lantern",
      category: "gifts",
      price: 339,
      stock: 100,
      discontinued: false,
      rank: 2001,
    },
  ]);
  expect(await shop.sql`select summary, description from products where sku = '85123A'`).toEqual([
    {
      summary: "Stock code 85123A. Sold since December 2010.",
      description:
        "Stock code 85123A, from another shop’s records. It was ordered 6 times there between December 2010 and February 2011.",
    },
  ]);
});

test("importing again keeps the stock that the shop has by then, and products of our own", async () => {
  const shop = await openImportingShop();
  await shop.sql`
    insert into products (sku, name, category, summary, description, price, stock)
    values ('lantern', 'Our lantern', 'clocks', '', '', 900, 3)`;
  const history = csvOf([lineOf(), lineOf({ StockCode: "LANTERN" })]);
  await shop.run(history);
  await shop.sql`update products set stock = 7, discontinued = true where sku = '85123A'`;
  await shop.run(history);
  expect(await shop.sql`select sku, stock, discontinued from products order by sku`).toEqual([
    { sku: "85123A", stock: 7, discontinued: true },
    { sku: "lantern", stock: 3, discontinued: false },
  ]);
});
