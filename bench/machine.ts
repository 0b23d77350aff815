import os from "node:os";
import type postgres from "postgres";

/** Where a run took place: nobody should read its figures without this. */
export interface Machine {
  readonly at: string;
  readonly processor: string;
  readonly cores: number;
  /** Running processes, averaged over the last 1, 5 and 15 minutes, as the run began. */
  readonly load: readonly number[];
  readonly node: string;
  readonly postgres: string;
  readonly settings: Readonly<Record<string, string>>;
}

const telling = ["fsync", "synchronous_commit", "full_page_writes", "shared_buffers", "max_connections"];

export async function describeMachine(sql: postgres.Sql): Promise<Machine> {
  const settings = await sql<{ name: string; value: string }[]>`
    select name, current_setting(name) as value from pg_settings where name = any(${telling}) order by name`;
  const [server] = await sql<{ version: string }[]>`select current_setting('server_version') as version`;
  return {
    at: new Date().toISOString(),
    processor: os.cpus()[0]?.model.trim() ?? "unknown",
    cores: os.availableParallelism(),
    load: os.loadavg(),
    node: process.version,
    postgres: server?.version ?? "unknown",
    settings: Object.fromEntries(settings.map(({ name, value }) => [name, value])),
  };
}

export function machineLines({ at, processor, cores, load, node, postgres, settings }: Machine): string {
  const named = Object.entries(settings).map(([name, value]) => `${name} ${value}`);
  return [
    `${at}, node ${node}, ${cores} cores (${processor})`,
    `load at the start ${load.map((value) => value.toFixed(2)).join(", ")}${isBusy(load, cores) ? ": the machine is busy with something else" : ""}`,
    `Postgres ${postgres}: ${named.join(", ")}`,
  ].join("\n");
}

function isBusy([lastMinute = 0]: readonly number[], cores: number): boolean {
  return lastMinute > cores / 4;
}
