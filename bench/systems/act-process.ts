import { PostgresStore } from "@rotorsoft/act-pg";
import type { Append } from "@/lib/event-store/event";
import type { CartEvent } from "@/lib/cart/events";
import { anAppend } from "../append-of-one";
import { closedLoop } from "../measure";
import type { ActAnswer, ActRound } from "./act";

const [url] = process.argv.slice(2);
const { hostname, port, pathname, username, password } = new URL(url ?? "");
const store = new PostgresStore({
  host: hostname,
  port: Number(port || 5432),
  database: pathname.slice(1),
  user: decodeURIComponent(username),
  password: decodeURIComponent(password),
});

/** Its versions begin with 0, and -1 is a stream without events. */
async function append({ streamId, expectedVersion, events }: Append<CartEvent>): Promise<void> {
  const [first] = events;
  if (!first) return;
  const { actor, correlationId, commandId } = first.metadata;
  const messages = events.map(({ event }) => ({ name: event.type, data: { ...event.data } }));
  const causation = { action: { id: actor, stream: streamId, name: commandId, actor: { id: actor, name: actor } } };
  await store.commit(streamId, messages, { correlation: correlationId, causation }, expectedVersion - 1);
}

async function answerTo({ inFlight, seconds }: ActRound): Promise<ActAnswer> {
  try {
    return { piece: await closedLoop(inFlight, seconds, () => append(anAppend())) };
  } catch (error) {
    return { error: String(error) };
  }
}

function say(answer: ActAnswer): void {
  process.send?.(answer);
}

process.on("message", (round: ActRound) => void answerTo(round).then(say));
process.once("disconnect", () => void store.dispose().finally(() => process.exit()));
store.seed().then(
  () => say({ ready: true }),
  (error: unknown) => say({ error: String(error) }),
);
