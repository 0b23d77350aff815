import { setFlagsFromString } from "node:v8";
import { standAtTheDoor } from "./door/door";
import { requestContext } from "./door/request-context";
import { readEnvironment } from "./environment";
import { closeLiveStreams } from "./live-streams";
import { passingRejection } from "./machine-failure";
import { startShop, type Shop } from "./shop";

/** What a web process does as it starts. It does not wait: until the shop is open, `/api/health` says 503. */
export function openDoors(): void {
  open().then(
    (shop) => shop.log.info({ head: shop.projector.head }, "shop open"),
    (error: unknown) => {
      console.error(`The shop could not open. ${reasonOf(error)}`);
      process.exit(1);
    },
  );
  process.once("SIGTERM", closeLiveStreams);
  process.once("SIGINT", closeLiveStreams);
  // `npm start` holds the other end: when it dies, however it dies, so does this process.
  if (process.env.SUPERVISED === "1") process.stdin.resume().once("end", () => process.exit(0));
}

async function open(): Promise<Shop> {
  const { MOST_IN_FLIGHT } = readEnvironment();
  // In development a page may take many seconds to compile, and nobody overruns it.
  if (process.env.NODE_ENV === "production") {
    standAtTheDoor(MOST_IN_FLIGHT);
    // The heap then grows by three fifths between collections instead of doubling: less memory after load, at no cost that shows.
    setFlagsFromString("--heap-growing-percent=60");
  }
  return startShop();
}

/** Tells the door when a page or a route has failed for want of the database. */
export function noteFailure(error: unknown): void {
  const context = requestContext();
  if (context && passingRejection(error)) context.databaseAway = true;
}

/** Drizzle's own message is the whole query. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : reasonOf(error.cause);
}
