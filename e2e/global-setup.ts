import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { seedCatalog } from "@/lib/catalog/seed/seed";
import { buildWhenNeeded } from "@/lib/cli/build";
import { connect } from "@/lib/database/connection";
import { openDatabase } from "@/lib/database/database";
import { startEmbeddedServer } from "@/lib/database/embedded-server";
import { migrate } from "@/lib/database/migrate";
import { findBrowser } from "./browser";
import { databaseUrl } from "./database";

/**
 * Once for all workers: a browser, the built pages, one real Postgres (the embedded one, or your own named by
 * TEST_DATABASE_URL) and on it a migrated, seeded database to clone. Returns how to remove all of it.
 */
export default async function setUp(): Promise<() => Promise<void>> {
  const undo: (() => Promise<unknown>)[] = [];
  const tearDown = async (): Promise<void> => {
    for (const step of undo.splice(0).toReversed()) await step();
  };
  try {
    undo.push(await findBrowser(say));
    await buildWhenNeeded(say);
    const server = await openServer(undo);
    const template = `cartulary_e2e_template_${process.pid}`;
    const admin = connect(server, { max: 1 });
    undo.push(() => admin.end());
    await admin`create database ${admin(template)}`;
    undo.push(() => admin`drop database ${admin(template)} with (force)`);
    await fill(databaseUrl(server, template));
    process.env.E2E_SERVER_URL = server;
    process.env.E2E_TEMPLATE = template;
    // Playwright tears down after Ctrl-C, but not when something else ends it.
    process.once("SIGTERM", () => void tearDown().finally(() => process.exit(143)));
    return tearDown;
  } catch (error) {
    await tearDown();
    throw error;
  }
}

async function openServer(undo: (() => Promise<unknown>)[]): Promise<string> {
  if (process.env.TEST_DATABASE_URL !== undefined) return process.env.TEST_DATABASE_URL;
  const folder = await mkdtemp(path.join(tmpdir(), "cartulary-e2e-"));
  undo.push(() => rm(folder, { recursive: true, force: true }));
  const server = await startEmbeddedServer({ dataDir: folder });
  undo.push(() => server.stop());
  return server.url;
}

async function fill(url: string): Promise<void> {
  const sql = connect(url, { max: 1 });
  try {
    await migrate(url, path.resolve("drizzle"), () => seedCatalog(openDatabase(sql)));
  } finally {
    await sql.end();
  }
}

function say(message: string): void {
  console.log(message);
}
