import * as fs from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { seededRandom } from "@/bench/random";
import { connect } from "@/lib/database/connection";
import { EventStore } from "@/lib/event-store/event-store";
import { readTask, untilTold } from "./child";
import { readSightings, repairSightings, writeSighting } from "./sightings";

// A follower outside of the database: what it saw and how far it is go into its file in one line, so both or neither.

const { databaseUrl, file, seed } = readTask();
const told = untilTold();
const random = seededRandom(seed);
const sql = connect(databaseUrl, { max: 1, name: "faults-follower" });
const store = new EventStore(sql);
repairSightings(file);
let { checkpoint } = readSightings(file);
const descriptor = fs.openSync(file, "a");

async function follow(): Promise<void> {
  const head = await store.head();
  const limit = random.upTo(300);
  const events = await store.readAll(checkpoint, head, limit);
  const reached = events.length < limit ? head : (events.at(-1)?.position ?? head);
  if (reached === checkpoint) return;
  writeSighting(descriptor, reached, events);
  checkpoint = reached;
}

while (!told.aborted) {
  // The database is away, or an append is open: the next round asks again.
  await follow().catch(() => {});
  await delay(random.upTo(5));
}
await sql.end({ timeout: 5 });
