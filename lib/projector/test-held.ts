import type postgres from "postgres";
import { expect, vi } from "vitest";
import type { Projection } from "./projection";

/** The projection, held before it ends its first batch: `isWritten` tells when it is there, `letGo` lets it end. */
export function held(projection: Projection) {
  let [letGo, written] = [(): void => {}, (): void => {}];
  const released = new Promise<void>((resolve) => (letGo = resolve));
  const isWritten = new Promise<void>((resolve) => (written = resolve));
  const slow: Projection = {
    ...projection,
    async write(tx, changes) {
      await projection.write(tx, changes);
      written();
      await released;
    },
  };
  return { slow, isWritten, letGo };
}

/** Resolves when one connection to this database waits for a lock. */
export async function untilOneWaits(sql: postgres.Sql): Promise<void> {
  await vi.waitFor(async () => {
    const waiting = await sql`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    expect(waiting).toHaveLength(1);
  }, 10_000);
}
