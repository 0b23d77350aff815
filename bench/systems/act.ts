import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import type { Contender, Piece } from "../measure";

/** What the process of its own is asked for. */
export interface ActRound {
  readonly inFlight: number;
  readonly seconds: number;
}

export type ActAnswer = { readonly piece: Piece } | { readonly error: string } | { readonly ready: true };

interface Act {
  /** One event to a stream of its own, `inFlight` at a time. */
  appends(inFlight: number): Contender;
  close(): Promise<void>;
}

/**
 * Act's Postgres store with its own settings: node-postgres, a pool of ten connections.
 *
 * It has a process of its own, as pgbench does: it answers signals by ending the process, and it replaces parsers of
 * node-postgres that Emmett uses too.
 */
export async function openAct(url: string): Promise<Act> {
  const child = fork(path.join(import.meta.dirname, "act-process.ts"), [url], {
    env: { ...process.env, NODE_ENV: "production" },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const answer = async (): Promise<ActAnswer> => {
    const exited = once(child, "exit").then(() => ({ error: "The process of Act has ended." }));
    const answered = once(child, "message").then(([message]) => message as ActAnswer);
    return Promise.race([answered, exited]);
  };
  const ask = async (round: ActRound): Promise<Piece> => {
    child.send(round);
    const answered = await answer();
    if (!("piece" in answered)) throw new Error(`Act: ${"error" in answered ? answered.error : "no answer"}`);
    return answered.piece;
  };
  const opened = await answer();
  if ("error" in opened) throw new Error(`Act: ${opened.error}`);
  return {
    appends: (inFlight) => ({ system: "act", run: (seconds) => ask({ inFlight, seconds }) }),
    async close() {
      if (child.exitCode !== null) return;
      const exited = once(child, "exit");
      child.disconnect();
      await exited;
    },
  };
}
