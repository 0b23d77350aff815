import { readFileSync } from "node:fs";
import path from "node:path";
import type postgres from "postgres";
import { connect } from "@/lib/database/connection";
import { startEmbeddedServer, type EmbeddedServer } from "@/lib/database/embedded-server";

/** A Postgres server that can be killed and comes back on the same port. Durable as it is for everybody: fsync is on. */
export class MortalServer {
  readonly #dataDir: string;
  #server: EmbeddedServer;

  private constructor(dataDir: string, server: EmbeddedServer) {
    this.#dataDir = dataDir;
    this.#server = server;
  }

  static async start(dataDir: string): Promise<MortalServer> {
    return new MortalServer(dataDir, await startEmbeddedServer({ dataDir }));
  }

  get url(): string {
    return this.#server.url;
  }

  /** Runs `work` with a connection of its own. */
  async use<Result>(work: (sql: postgres.Sql) => Promise<Result>): Promise<Result> {
    const sql = connect(this.url, { max: 1, name: "faults-nemesis" });
    try {
      return await work(sql);
    } finally {
      await sql.end({ timeout: 5 });
    }
  }

  /**
   * Kills one connection's process. Postgres then ends all the others, for they share memory, and recovers. Answers whether
   * anybody was connected.
   */
  async killBackend(): Promise<boolean> {
    const [victim] = await this.use(
      (sql) => sql<{ pid: number }[]>`
        select pid from pg_stat_activity where application_name like 'faults-%' and pid <> pg_backend_pid()
        order by state = 'active' desc, random() limit 1`,
    );
    if (!victim) return false;
    kill(victim.pid);
    await this.#untilBack();
    return true;
  }

  /**
   * Kills the postmaster; with `whole` every process of the server with it, without, they notice and end by themselves. Starts
   * it again, which recovers what was committed.
   */
  async killPostmaster({ whole }: { whole: boolean }): Promise<void> {
    const others = await this.use((sql) => sql<{ pid: number }[]>`select pid from pg_stat_activity`);
    kill(this.#postmaster());
    if (whole) for (const { pid } of others) kill(pid);
    await this.#server.stop();
    const port = Number(new URL(this.url).port);
    this.#server = await startEmbeddedServer({ dataDir: this.#dataDir, port });
  }

  async stop(): Promise<void> {
    await this.#server.stop();
  }

  #postmaster(): number {
    return Number(readFileSync(path.join(this.#dataDir, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);
  }

  async #untilBack(): Promise<void> {
    const deadline = Date.now() + 60_000;
    for (;;) {
      try {
        return void (await this.use((sql) => sql`select`));
      } catch (error) {
        if (Date.now() > deadline) throw error;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }
}

/** A process that ended in between needs no killing. */
function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
