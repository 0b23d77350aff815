import { seededRandom } from "@/bench/random";
import { openShopping } from "@/lib/cart/test-shopping";
import { connect } from "@/lib/database/connection";
import { EventStore } from "@/lib/event-store/event-store";
import { WakeUp } from "@/lib/event-store/wake-up";
import { shopAtRandom } from "@/lib/projector/test-workload";
import { readTask, untilTold } from "./child";

// Shoppers who fill carts and place orders, day after day, whether the database is there or not.

const { databaseUrl, seed } = readTask();
const told = untilTold();
const random = seededRandom(seed);
const sql = connect(databaseUrl, { max: 4, name: "faults-shopper" });
const wakeUp = new WakeUp(sql);
const store = new EventStore(sql, (streamIds) => wakeUp.appended(streamIds));
while (!told.aborted) {
  // The day ends when the database is killed; the next one begins at once.
  await shopAtRandom({ ...openShopping(sql), store }, { batches: 40, seed: random.upTo(1_000_000) }).catch(() => {});
  await new Promise((resolve) => setTimeout(resolve, random.upTo(300)));
}
await wakeUp.stop();
await sql.end({ timeout: 5 });
