import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import { connect } from "./connection";

const migrationLock = 6_710_887;

/**
 * Brings the database up to date, then runs `seed`, both under a lock: of several processes that start together, one works
 * and the others wait for it.
 */
export async function migrate(url: string, folder: string, seed: () => Promise<void> = async () => {}): Promise<void> {
  const sql = connect(url, { max: 1, name: "cartulary-migrate" });
  try {
    await sql`select pg_advisory_lock(${migrationLock})`;
    await applyMigrations(drizzle(sql), { migrationsFolder: folder });
    await seed();
  } finally {
    await sql.end();
  }
}
