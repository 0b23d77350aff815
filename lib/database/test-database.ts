import { randomUUID } from "node:crypto";
import { inject, onTestFinished } from "vitest";
import type postgres from "postgres";
import { connect } from "./connection";

export interface TestDatabase {
  readonly url: string;
  /** Opens another client; all are closed when the test ends. */
  connect(max?: number): postgres.Sql;
}

/** A database of this test's own, cloned from the migrated template and dropped when the test ends. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const admin = connect(inject("serverUrl"), { max: 1 });
  const name = `cartulary_test_${randomUUID().replaceAll("-", "")}`;
  await admin`create database ${admin(name)} template ${admin(inject("templateName"))}`;
  const url = new URL(inject("serverUrl"));
  url.pathname = `/${name}`;
  const clients: postgres.Sql[] = [];
  onTestFinished(async () => {
    await Promise.all(clients.map((client) => client.end({ timeout: 5 })));
    await admin`drop database ${admin(name)} with (force)`;
    await admin.end();
  });
  return {
    url: url.href,
    connect: (max = 8) => {
      const client = connect(url.href, { max });
      clients.push(client);
      return client;
    },
  };
}
