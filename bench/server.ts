import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { connect } from "@/lib/database/connection";
import { startEmbeddedServer } from "@/lib/database/embedded-server";
import { migrate } from "@/lib/database/migrate";
import { describeMachine, type Machine } from "./machine";

/** A Postgres whose databases are ours to make and drop. */
export interface Server {
  readonly machine: Machine;
  /** Makes a database for one system and answers its address; `close` drops it. */
  createDatabase(system: string): Promise<string>;
  /** Makes a database with the shop's tables and functions. */
  createShopDatabase(system: string): Promise<string>;
  /** Writes out what is dirty, so that nobody pays for what others left behind. */
  checkpoint(): Promise<void>;
  /** The process that serves one of its connections; it means something on this machine only. */
  backendPid(): Promise<number>;
  close(): Promise<void>;
}

/**
 * The server that BENCH_DATABASE_URL names, else the embedded one in a folder that is thrown away.
 *
 * Throws when fsync is off: such figures mean nothing.
 */
export async function openServer(): Promise<Server> {
  const own = process.env.BENCH_DATABASE_URL;
  const started = own === undefined ? await startThrowaway() : { url: own, stop: async () => {} };
  const admin = connect(started.url, { max: 1, name: "cartulary-bench" });
  const names: string[] = [];
  const dropAndStop = async (): Promise<void> => {
    for (const name of names) await admin`drop database if exists ${admin(name)} with (force)`;
    await admin.end({ timeout: 5 });
    await started.stop();
  };
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= dropAndStop());
  const createDatabase = async (system: string): Promise<string> => {
    const name = `cartulary_bench_${system}_${randomUUID().slice(0, 8)}`.replaceAll("-", "_");
    await admin`create database ${admin(name)}`;
    names.push(name);
    const url = new URL(started.url);
    url.pathname = `/${name}`;
    return url.href;
  };
  const createShopDatabase = async (system: string): Promise<string> => {
    const url = await createDatabase(system);
    await migrate(url, path.resolve("drizzle"));
    return url;
  };
  try {
    const machine = await describeMachine(admin);
    if (machine.settings.fsync !== "on")
      throw new Error("fsync is off on this server; turn it on to measure anything.");
    return {
      machine,
      createDatabase,
      createShopDatabase,
      async backendPid() {
        const [row] = await admin<{ pid: number }[]>`select pg_backend_pid() as pid`;
        return row?.pid ?? 0;
      },
      checkpoint: async () => void (await admin`checkpoint`),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startThrowaway(): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), "cartulary-bench-"));
  const server = await startEmbeddedServer({ dataDir: folder });
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
