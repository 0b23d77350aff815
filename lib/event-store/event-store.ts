import type postgres from "postgres";
import type { DomainEvent, Metadata, NewEvent, StoredEvent } from "./event";

export type AppendOutcome<Event extends DomainEvent = DomainEvent> =
  | { readonly outcome: "appended"; readonly events: readonly StoredEvent<Event>[] }
  /** Some of these events were stored before, by the same command: here they are, as stored then. */
  | { readonly outcome: "duplicate"; readonly events: readonly StoredEvent<Event>[] }
  /** Another append came first; `currentVersion` is where the stream is now. Nothing was stored. */
  | { readonly outcome: "conflict"; readonly currentVersion: number };

/** One append of a batch: a stream, the version it is expected to have (0 for a new one), the events. */
export interface Append<Event extends DomainEvent = DomainEvent> {
  readonly streamId: string;
  readonly expectedVersion: number;
  readonly events: readonly NewEvent<Event>[];
}

export type BatchOutcome =
  | { readonly outcome: "appended"; readonly version: number }
  | { readonly outcome: "duplicate" | "conflict"; readonly version: number };

const uniqueViolation = "23505";
const lockTimeout = "55P03";

/**
 * The append-only log on Postgres. Knows no domain.
 *
 * `sql` must be a client of its own: drizzle alters the serializers of the client it is given.
 * `onAppended` hears the id of every stream that this process has appended to, after the commit.
 */
export class EventStore {
  readonly #sql: postgres.Sql;
  readonly #onAppended: (streamIds: readonly string[]) => void;

  constructor(sql: postgres.Sql, onAppended: (streamIds: readonly string[]) => void = () => {}) {
    this.#sql = sql;
    this.#onAppended = onAppended;
  }

  /**
   * Appends events to one stream in one round trip and one commit, all or none.
   *
   * Conflicts and duplicates are values. Throws when the database fails; whether the events were stored is then
   * unknown, and sending the same append again is safe.
   */
  async append<Event extends DomainEvent>(append: Append<Event>): Promise<AppendOutcome<Event>> {
    const outcome = await this.#appendOnce(append).catch((error: unknown) => {
      // Two appends passed the version check together and the index stopped the second: ask again for its answer.
      if (hasCode(error, uniqueViolation)) return this.#appendOnce(append);
      throw error;
    });
    if (outcome.outcome === "appended") this.#onAppended([append.streamId]);
    return outcome;
  }

  async #appendOnce<Event extends DomainEvent>(append: Append<Event>): Promise<AppendOutcome<Event>> {
    const { streamId, expectedVersion, events } = append;
    const columns = toColumns(events);
    const [row] = await this.#sql<AppendRow[]>`
      select outcome, current_version, positions, stored_at from append_events(
        ${streamId}, ${expectedVersion}, ${columns.eventIds}, ${columns.types},
        ${columns.schemaVersions}, ${columns.data}, ${columns.metadata})`;
    if (!row) throw new Error("append_events answered nothing");
    if (row.outcome === "conflict") return { outcome: "conflict", currentVersion: row.current_version };
    if (row.outcome === "duplicate") {
      return { outcome: "duplicate", events: await this.findByIds<Event>(columns.eventIds) };
    }
    const stored = events.map((event, index) => ({
      ...event,
      streamId,
      version: expectedVersion + index + 1,
      position: row.positions[index] ?? 0,
      recordedAt: row.stored_at.toISOString(),
    }));
    return { outcome: "appended", events: stored };
  }

  /**
   * Appends to many streams as one statement and one commit; each append has its own version check and outcome, in the
   * order given. A batch holds at most one append per stream. Throws when a concurrent writer gets in between.
   */
  async appendBatch(appends: readonly Append[]): Promise<BatchOutcome[]> {
    const columns = toColumns(appends.flatMap((append) => append.events));
    const rows = await this.#sql<{ outcome: BatchOutcome["outcome"]; current_version: number }[]>`
      select outcome, current_version from append_batch(
        ${appends.map((append) => append.streamId)}, ${appends.map((append) => append.expectedVersion)},
        ${appends.flatMap((append, index) => append.events.map(() => index + 1))}, ${columns.eventIds}, ${columns.types},
        ${columns.schemaVersions}, ${columns.data}, ${columns.metadata})`;
    this.#onAppended(appends.filter((_, index) => rows[index]?.outcome === "appended").map((a) => a.streamId));
    return rows.map((row) => ({ outcome: row.outcome, version: row.current_version }));
  }

  /** The events of a stream with `after` < version ≤ `upTo`, oldest first. An unknown stream is empty. */
  async readStream<Event extends DomainEvent>(
    streamId: string,
    { after = 0, upTo = 2_147_483_647 }: { after?: number; upTo?: number } = {},
  ): Promise<StoredEvent<Event>[]> {
    const rows = await this.#sql<EventRow[]>`
      select position, stream_id, version, event_id, type, schema_version, data, metadata, recorded_at
      from events where stream_id = ${streamId} and version > ${after} and version <= ${upTo} order by version`;
    return rows.map((row) => toStoredEvent<Event>(row));
  }

  /** The events among these ids that are stored, by position. */
  async findByIds<Event extends DomainEvent>(eventIds: readonly string[]): Promise<StoredEvent<Event>[]> {
    const rows = await this.#sql<EventRow[]>`
      select position, stream_id, version, event_id, type, schema_version, data, metadata, recorded_at
      from events where event_id = any(${eventIds as string[]}::uuid[]) order by position`;
    return rows.map((row) => toStoredEvent<Event>(row));
  }

  /**
   * Up to `limit` events with `after` < position ≤ `upTo`. Read no further than `head()` says, or events get skipped.
   * Who holds a transaction reads within it: waiting for a second connection could wait for ever.
   */
  async readAll(after: number, upTo: number, limit: number, within?: postgres.TransactionSql): Promise<StoredEvent[]> {
    const sql = within ?? this.#sql;
    const rows = await sql<EventRow[]>`
      select position, stream_id, version, event_id, type, schema_version, data, metadata, recorded_at
      from events where position > ${after} and position <= ${upTo} order by position limit ${limit}`;
    return rows.map((row) => toStoredEvent(row));
  }

  /**
   * The position up to which the log is complete: every event at or below it is committed and visible, or never will be.
   * Throws (`55P03`, lock timeout) while an append has been open for too long; ask again.
   */
  async head(): Promise<number> {
    const [row] = await this.#sql<{ head: number }[]>`select log_head() as head`;
    return row?.head ?? 0;
  }

  /** `head()`, asked again while appends are open, for up to `patienceMs`: for work that cannot simply come back later. */
  async awaitHead(patienceMs = 30_000): Promise<number> {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      try {
        return await this.head();
      } catch (error) {
        if (!hasCode(error, lockTimeout) || Date.now() > deadline) throw error;
      }
    }
  }
}

interface AppendRow {
  outcome: AppendOutcome["outcome"];
  current_version: number;
  positions: number[];
  stored_at: Date;
}

interface EventRow {
  position: number;
  stream_id: string;
  version: number;
  event_id: string;
  type: string;
  schema_version: number;
  data: unknown;
  metadata: Metadata;
  recorded_at: Date;
}

function toStoredEvent<Event extends DomainEvent>(row: EventRow): StoredEvent<Event> {
  return {
    position: row.position,
    streamId: row.stream_id,
    version: row.version,
    eventId: row.event_id,
    // The log holds what deciders of this category produced; its tests keep every shape ever stored readable.
    event: { type: row.type, data: row.data } as Event,
    schemaVersion: row.schema_version,
    metadata: row.metadata,
    recordedAt: row.recorded_at.toISOString(),
  };
}

function toColumns(events: readonly NewEvent[]) {
  return {
    eventIds: events.map((event) => event.eventId),
    types: events.map((event) => event.event.type),
    schemaVersions: events.map((event) => event.schemaVersion),
    data: events.map((event) => JSON.stringify(event.event.data)),
    metadata: events.map((event) => JSON.stringify(event.metadata)),
  };
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
