import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { seededRandom } from "@/bench/random";
import { connect } from "@/lib/database/connection";
import { EventStore } from "@/lib/event-store/event-store";
import { StreamStates } from "@/lib/event-store/stream-states";
import { readTask, untilTold } from "./child";
import { counter } from "./counter";
import { HistoryWriter, type Answer } from "./history";
import { RequestSource } from "./requests";
import { send } from "./send";

// A writer: several requests in flight at once, each written down before it is sent and after it is answered.

const lanes = 4;
const longestPauseMs = 150;

const { databaseUrl, file, seed } = readTask();
const told = untilTold();
const random = seededRandom(seed);
const history = new HistoryWriter(file);
const source = new RequestSource(random, path.dirname(file));
const sql = connect(databaseUrl, { max: lanes, name: "faults-writer" });
const store = new EventStore(sql);
const target = { store, counts: new StreamStates(store, counter) };
let sent = 0;

async function write(): Promise<void> {
  while (!told.aborted) {
    const id = `${path.basename(file, ".jsonl")}-${(sent += 1)}`;
    const request = source.next();
    history.invoked(id, request);
    try {
      const answers: Answer[] = await send(target, request);
      history.answered(id, answers);
      source.learn(request, answers);
    } catch (error) {
      history.failed(id, describe(error));
      await delay(random.upTo(longestPauseMs));
    }
    if (random.chance(0.5)) await delay(random.upTo(longestPauseMs));
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return `${"code" in error ? String(error.code) : error.name}: ${error.message}`;
}

await Promise.all(Array.from({ length: lanes }, write));
await sql.end({ timeout: 5 });
