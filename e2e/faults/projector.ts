import { once } from "node:events";
import { connect } from "@/lib/database/connection";
import { EventStore } from "@/lib/event-store/event-store";
import { WakeUp } from "@/lib/event-store/wake-up";
import { Projector } from "@/lib/projector/projector";
import { projections } from "@/lib/shop";
import { readTask, untilDone, untilTold } from "./child";

// One of the processes that keep the shop's read models up to date.

const { databaseUrl } = readTask();
const told = untilTold();
const sql = connect(databaseUrl, { max: 6, name: "faults-projector" });
const wakeUp = new WakeUp(sql);
const projector = new Projector(sql, new EventStore(sql), wakeUp, projections);
await untilDone(() => projector.prepare(), told);
await untilDone(() => wakeUp.listen(), told);
projector.start();
if (!told.aborted) await once(told, "abort");
await projector.stop();
await sql.end({ timeout: 5 });
