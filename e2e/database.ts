import { randomUUID } from "node:crypto";
import { connect } from "@/lib/database/connection";

/** A database of a worker's own. */
export interface WorkerDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** Clones the database that the setup has filled. */
export async function cloneDatabase(): Promise<WorkerDatabase> {
  const server = told("E2E_SERVER_URL");
  const name = `cartulary_e2e_${randomUUID().replaceAll("-", "")}`;
  const admin = connect(server, { max: 1 });
  await admin`create database ${admin(name)} template ${admin(told("E2E_TEMPLATE"))}`;
  const drop = async (): Promise<void> => {
    await admin`drop database ${admin(name)} with (force)`;
    await admin.end();
  };
  return { url: databaseUrl(server, name), drop };
}

/** The address of another database on the same server. */
export function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

function told(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is set by the global setup, which has not run.`);
  return value;
}
