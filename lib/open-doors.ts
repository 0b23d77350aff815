import { closeLiveStreams } from "./live-streams";
import { startShop } from "./shop";

/** What a web process does as it starts. It does not wait: until the shop is open, `/api/health` says 503. */
export function openDoors(): void {
  startShop().then(
    (shop) => shop.log.info({ head: shop.projector.head }, "shop open"),
    (error: unknown) => {
      console.error(`The shop could not open. ${error instanceof Error ? error.message : String(error)}`);
      process.exit(1);
    },
  );
  process.once("SIGTERM", closeLiveStreams);
  process.once("SIGINT", closeLiveStreams);
  // `npm start` holds the other end: when it dies, however it dies, so does this process.
  if (process.env.SUPERVISED === "1") process.stdin.resume().once("end", () => process.exit(0));
}
