import path from "node:path";
import pino from "pino";
import type postgres from "postgres";
import { cartDecider } from "./cart/cart";
import { cartUpcasters } from "./cart/events";
import { cartSummaryProjection } from "./cart/read-model";
import { newestCart } from "./cart/queries";
import type { Shopping } from "./cart/shopping";
import { cartSnapshots } from "./cart/snapshots";
import { Offers, type ProductOffer } from "./catalog/offers";
import { findPromoCode } from "./catalog/queries";
import { productFiguresProjection } from "./catalog/read-model";
import { seedCatalog } from "./catalog/seed/seed";
import { connect } from "./database/connection";
import { openDatabase, type Database } from "./database/database";
import { migrate } from "./database/migrate";
import { readEnvironment, type Environment } from "./environment";
import { EventStore } from "./event-store/event-store";
import { Snapshots } from "./event-store/snapshots";
import { StreamStates } from "./event-store/stream-states";
import { upcastWith } from "./event-store/upcaster";
import { WakeUp } from "./event-store/wake-up";
import { ordersProjection } from "./orders/read-model";
import type { Projection } from "./projector/projection";
import { Projector } from "./projector/projector";

export const projections = [cartSummaryProjection, ordersProjection, productFiguresProjection] as readonly Projection[];

/** Gives events as stored long ago the shape of today. */
export const upcast = upcastWith(cartUpcasters);

/** Any statement that somebody waits for is done in a fraction of this; see `connect`. */
const answerWithinMs = 4_000;
/** A rebuild of large tables may think for longer. */
const projectWithinMs = 120_000;

/** The parts of a running shop, put together. */
export interface Shop {
  readonly environment: Environment;
  readonly log: pino.Logger;
  /** For the log. */
  readonly sql: postgres.Sql;
  /** For the queries of pages. */
  readonly db: Database;
  readonly store: EventStore;
  readonly wakeUp: WakeUp;
  readonly projector: Projector;
  readonly shopping: Shopping;
  stop(): Promise<void>;
}

/** Connects, migrates, seeds, makes the read models ready, and follows the log. */
async function openShop(environment: Environment, migrations = path.resolve("drizzle")): Promise<Shop> {
  const log = pino({ level: environment.LOG_LEVEL, base: null });
  const sql = connect(environment.DATABASE_URL, { max: 8, name: "cartulary-log", answerWithinMs });
  const appending = connect(environment.DATABASE_URL, { max: 1, name: "cartulary-appends", answerWithinMs });
  const pages = connect(environment.DATABASE_URL, { max: 8, name: "cartulary-pages", answerWithinMs });
  const projecting = connect(environment.DATABASE_URL, {
    max: 4,
    name: "cartulary-projector",
    answerWithinMs: projectWithinMs,
  });
  const db = openDatabase(pages);
  const wakeUp = new WakeUp(sql);
  const store = new EventStore(sql, (streamIds) => wakeUp.appended(streamIds), { appending, upcast });
  const snapshots = new Snapshots(sql, store, cartSnapshots, (error) => log.warn(error, "A snapshot was not saved."));
  const projector = new Projector(projecting, store, wakeUp, projections);
  const offers = new Offers(sql);
  const shopping: Shopping = {
    store,
    carts: new StreamStates(store, cartDecider, { snapshots }),
    newestCart: (owner) => newestCart(sql, owner),
    facts: {
      products: async (skus) => toFacts(await offers.find(skus)),
      promoCode: (code) => findPromoCode(db, code, new Date()),
    },
  };
  const stop = async (): Promise<void> => {
    await projector.stop();
    await wakeUp.stop();
    await Promise.all([sql, appending, pages, projecting].map((client) => client.end({ timeout: 5 })));
  };

  try {
    await migrate(environment.DATABASE_URL, migrations, async () => {
      await seedCatalog(db);
      await projector.prepare();
    });
    await wakeUp.listen();
    projector.start();
  } catch (error) {
    await stop();
    throw error;
  }
  return { environment, log, sql, db, store, wakeUp, projector, shopping, stop };
}

/** Each part of Next has its own copy of every module; what there must be one of lives on `globalThis`. */
const holder = globalThis as typeof globalThis & { cartularyShop?: { opening: Promise<Shop>; opened?: Shop } };

/** Opens this process's shop, once. */
export function startShop(): Promise<Shop> {
  if (!holder.cartularyShop) {
    const opening = Promise.resolve().then(() => openShop(readEnvironment()));
    const shop: { opening: Promise<Shop>; opened?: Shop } = { opening };
    holder.cartularyShop = shop;
    opening.then(
      (opened) => (shop.opened = opened),
      () => delete holder.cartularyShop,
    );
  }
  return holder.cartularyShop.opening;
}

/** The shop if it is open already, for those that must not wait. */
export function openedShop(): Shop | undefined {
  return holder.cartularyShop?.opened;
}

function toFacts(offers: readonly ProductOffer[]) {
  return Object.fromEntries(
    offers.map(({ sku, name, price, stock, discontinued }) => [
      sku,
      { name, unitPrice: price, available: stock, discontinued },
    ]),
  );
}
