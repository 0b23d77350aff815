import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { connect } from "./connection";
import { startEmbeddedServer } from "./embedded-server";
import { migrate } from "./migrate";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of the server that test databases are made on. */
    serverUrl: string;
    /** A migrated database to clone. */
    templateName: string;
  }
}

/**
 * One real Postgres for all test files: the embedded one, or your own named by TEST_DATABASE_URL (a superuser's address; its
 * databases named cartulary_test_… are made and dropped).
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), "cartulary-test-"));
  const own = process.env.TEST_DATABASE_URL;
  const server =
    own === undefined ? await startEmbeddedServer({ dataDir: folder }) : { url: own, stop: async () => {} };
  const templateName = `cartulary_test_template_${process.pid}`;
  const admin = connect(server.url, { max: 1 });
  await admin`drop database if exists ${admin(templateName)} with (force)`;
  await admin`create database ${admin(templateName)}`;
  await migrate(databaseUrl(server.url, templateName), path.resolve("drizzle"));
  project.provide("serverUrl", server.url);
  project.provide("templateName", templateName);
  return async () => {
    await admin`drop database ${admin(templateName)} with (force)`;
    await admin.end();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}
