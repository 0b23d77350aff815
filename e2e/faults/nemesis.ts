import { setTimeout as delay } from "node:timers/promises";
import type { Random } from "@/bench/random";
import type { Child } from "./children";
import type { MortalServer } from "./mortal-server";

/** What the nemesis may kill. */
interface Targets {
  readonly server: MortalServer;
  readonly writers: readonly Child[];
  readonly followers: readonly Child[];
  readonly projectors: readonly Child[];
}

const deck = [
  ...Array<"writer">(5).fill("writer"),
  ...Array<"follower">(2).fill("follower"),
  ...Array<"projector">(2).fill("projector"),
  ...Array<"transaction">(4).fill("transaction"),
  "backend",
  "postmaster",
  "server",
] as const;

/** What was killed. A transaction is a projector's, cut off in its middle; a server is Postgres with all its processes. */
export type Kills = Record<(typeof deck)[number], number>;

const longestPauseMs = 800;
const transactionPatienceMs = 2_000;

/**
 * Kills one thing after another, in an order drawn by `random`, every kind as often as it is in the deck. Goes on for the time
 * given, and on a slow machine for as long again, until it has killed one of each.
 */
export async function rage(targets: Targets, random: Random, durationMs: number): Promise<Kills> {
  const kills: Kills = { writer: 0, follower: 0, projector: 0, transaction: 0, backend: 0, postmaster: 0, server: 0 };
  const startedAt = Date.now();
  const isOver = (): boolean => {
    const tookMs = Date.now() - startedAt;
    return tookMs > 2 * durationMs || (tookMs > durationMs && Object.values(kills).every((count) => count > 0));
  };
  let left: (typeof deck)[number][] = [];
  while (!isOver()) {
    await delay(random.upTo(longestPauseMs));
    if (left.length === 0) left = [...deck];
    const what = random.pick(left);
    left.splice(left.indexOf(what), 1);
    if (await strike(what, targets, random)) kills[what] += 1;
  }
  return kills;
}

/** Answers whether there was something to kill. */
async function strike(what: keyof Kills, targets: Targets, random: Random): Promise<boolean> {
  switch (what) {
    case "writer":
      await random.pick(targets.writers).kill();
      return true;
    case "follower":
      await random.pick(targets.followers).kill();
      return true;
    case "projector":
      await random.pick(targets.projectors).kill();
      return true;
    case "transaction":
      return cutTransaction(targets.server);
    case "backend":
      return targets.server.killBackend();
    case "postmaster":
    case "server":
      await targets.server.killPostmaster({ whole: what === "server" });
      return true;
  }
}

/** Waits for a projector that has written and not committed, and ends its connection. */
async function cutTransaction(server: MortalServer): Promise<boolean> {
  const deadline = Date.now() + transactionPatienceMs;
  return server.use(async (sql) => {
    while (Date.now() < deadline) {
      const cut = await sql`
        select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'faults-projector' and backend_xid is not null limit 1`;
      if (cut.length > 0) return true;
    }
    return false;
  });
}
