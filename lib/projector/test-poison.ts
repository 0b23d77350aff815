import type postgres from "postgres";
import type { StoredEvent } from "@/lib/event-store/event";
import { projections } from "@/lib/shop";
import type { Projection } from "./projection";

/** Events at which every projection fails, as long as they are poisonous. */
export interface Poison {
  isPoisonous: (event: StoredEvent) => boolean;
  /** Positions at which a projection failed, by its name. */
  readonly failures: Map<string, number[]>;
}

export function newPoison(isPoisonous: Poison["isPoisonous"]): Poison {
  return { isPoisonous, failures: new Map() };
}

/** The shop's projections with a bug: `project` throws at a poisonous event. */
export function poisoned(poison: Poison, projected: readonly Projection[] = projections): readonly Projection[] {
  return projected.map((projection): Projection => {
    const failures: number[] = [];
    poison.failures.set(projection.name, failures);
    return {
      ...projection,
      project(events) {
        const culprit = events.find(poison.isPoisonous);
        if (!culprit) return projection.project(events);
        failures.push(culprit.position);
        throw new Error(`can't read event ${culprit.position}`);
      },
    };
  });
}

/** The rows of parked_events, in order. */
export async function readParked(sql: postgres.Sql, projection?: string) {
  return sql<{ projection: string; stream_id: string; position: number; error: string | null; attempts: number }[]>`
    select projection, stream_id, position, error, attempts from parked_events
    where ${projection ?? null}::text is null or projection = ${projection ?? null}
    order by projection, position`;
}

/** The positions of a stream's events. */
export async function positionsOf(sql: postgres.Sql, streamId: string): Promise<number[]> {
  const rows = await sql<{ position: number }[]>`
    select position from events where stream_id = ${streamId} order by position`;
  return rows.map(({ position }) => position);
}
