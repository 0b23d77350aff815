import path from "node:path";
import { startEmbeddedServer } from "@/lib/database/embedded-server";

/** A Postgres to work with, and how to let go of it. */
export interface OpenedServer {
  readonly url: string;
  /** Stops the server if it was started here; one named by DATABASE_URL goes on. */
  stop(): Promise<void>;
}

/**
 * The server that DATABASE_URL names, as it is; with the variable unset, the embedded one in `.data/` of the current folder.
 *
 * Throws a sentence for a person when the embedded one cannot be used: another living process has the folder, there are no
 * binaries for this machine, or it does not start.
 */
export async function openServer(log: (message: string) => void = () => {}): Promise<OpenedServer> {
  const url = process.env.DATABASE_URL;
  if (url !== undefined) return { url, stop: async () => {} };
  return startEmbeddedServer({ dataDir: path.resolve(".data"), log });
}
