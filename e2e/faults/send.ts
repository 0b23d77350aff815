import type { EventStore } from "@/lib/event-store/event-store";
import type { StoredEvent } from "@/lib/event-store/event";
import { handle } from "@/lib/event-store/handle";
import type { StreamStates } from "@/lib/event-store/stream-states";
import { counter, type CounterEvent } from "./counter";
import type { Answer, Place, Request } from "./history";

/** What requests are sent to. */
interface Target {
  readonly store: EventStore;
  readonly counts: StreamStates<number, CounterEvent>;
}

/** Sends a request and answers with what the log said, an answer per append. Throws what the store throws. */
export async function send({ store, counts }: Target, request: Request): Promise<Answer[]> {
  switch (request.kind) {
    case "batch":
      return store.appendBatch(request.appends);
    case "append":
      return Promise.all(request.appends.map((append) => sendAppend(store, append)));
    case "command":
      return [await sendCommand({ store, counts }, request)];
  }
}

async function sendCommand(
  { store, counts }: Target,
  { streamId, commandId, by }: Extract<Request, { kind: "command" }>,
): Promise<Answer> {
  const { outcomes } = await handle({
    store,
    decider: counter,
    schemaVersionOf: () => 1,
    load: async (freshness) => ({
      streamId,
      ...((freshness === "remembered" && counts.remembered(streamId)) || (await counts.latest(streamId))),
    }),
    remember: ({ streamId: remembered, ...folded }) => counts.remember(remembered, folded),
    turn: streamId,
    commands: [{ commandId, command: { by } }],
    metadata: { actor: "test:clerk", correlationId: commandId },
  });
  const [outcome] = outcomes;
  if (outcome?.outcome !== "accepted") throw new Error(`The counter answered "${outcome?.outcome}".`);
  return { outcome: "accepted", events: outcome.events.map(toPlace) };
}

async function sendAppend(store: EventStore, append: Parameters<EventStore["append"]>[0]): Promise<Answer> {
  const answer = await store.append(append);
  if (answer.outcome === "conflict") return { outcome: "conflict", version: answer.currentVersion };
  return { outcome: answer.outcome, events: answer.events.map(toPlace) };
}

function toPlace({ eventId, version, position }: StoredEvent): Place {
  return { eventId, version, position };
}
