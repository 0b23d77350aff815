import type postgres from "postgres";
import { hasCode, lockTimeout } from "@/lib/database/error-code";
import { AppendQueue } from "./append-queue";
import { appendMany } from "./append-statements";
import type { Append, DomainEvent, Metadata, StoredEvent } from "./event";
import { Turns } from "./turns";
import { asStored, type Upcast } from "./upcaster";

export type AppendOutcome<Event extends DomainEvent = DomainEvent> =
  | { readonly outcome: "appended"; readonly events: readonly StoredEvent<Event>[] }
  /** Some of these events were stored before, by the same command: here they are, as stored then. */
  | { readonly outcome: "duplicate"; readonly events: readonly StoredEvent<Event>[] }
  /** Another append came first; `currentVersion` is where the stream is now. Nothing was stored. */
  | { readonly outcome: "conflict"; readonly currentVersion: number };

export type BatchOutcome =
  | { readonly outcome: "appended"; readonly version: number }
  | { readonly outcome: "duplicate" | "conflict"; readonly version: number };

export interface EventStoreOptions {
  /**
   * A connection for appends alone, so that no read stands in their way. By default they share the others.
   */
  readonly appending?: postgres.Sql;
  /** Gives events read from the log the shape of today; what is stored stays as it is. */
  readonly upcast?: Upcast;
}

/**
 * The append-only log on Postgres. Knows no domain.
 *
 * `sql` must be a client of its own: drizzle alters the serializers of the client it is given.
 * `onAppended` hears the id of every stream that this process has appended to, after the commit.
 */
export class EventStore {
  readonly #sql: postgres.Sql;
  readonly #onAppended: (streamIds: readonly string[]) => void;
  readonly #upcast: Upcast;
  readonly #appending: postgres.Sql;
  readonly #queue: AppendQueue;
  readonly #turns = new Turns();

  constructor(
    sql: postgres.Sql,
    onAppended: (streamIds: readonly string[]) => void = () => {},
    { appending = sql, upcast = asStored }: EventStoreOptions = {},
  ) {
    this.#sql = sql;
    this.#onAppended = onAppended;
    this.#upcast = upcast;
    this.#appending = appending;
    this.#queue = new AppendQueue(appending);
  }

  /**
   * Appends events to one stream, all or none: in one round trip and one commit, which it shares with appends to other
   * streams that come at the same time.
   *
   * Conflicts and duplicates are values. Throws `LogBusyError` when too many wait: then nothing was stored. Throws
   * `LogUnavailableError`, or the driver's error, when the database fails: whether the events were stored is then unknown.
   * Sending the same append again is always safe.
   */
  async append<Event extends DomainEvent>(append: Append<Event>): Promise<AppendOutcome<Event>> {
    const { streamId, expectedVersion, events } = append;
    const answer = await this.#queue.append(append);
    if (answer.outcome === "conflict") return { outcome: "conflict", currentVersion: answer.currentVersion };
    if (answer.outcome === "duplicate") {
      return { outcome: "duplicate", events: await this.findByIds<Event>(events.map(({ eventId }) => eventId)) };
    }
    this.#onAppended([streamId]);
    const recordedAt = answer.storedAt.toISOString();
    const stored = events.map(({ eventId, event, schemaVersion, metadata }, index) => ({
      position: answer.positions[index] ?? 0,
      streamId,
      version: expectedVersion + index + 1,
      eventId,
      event,
      schemaVersion,
      metadata,
      recordedAt,
    }));
    return { outcome: "appended", events: stored };
  }

  /**
   * Appends to many streams as one statement and one commit; each append has its own version check and outcome, in the
   * order given. A batch holds at most one append per stream. Throws when a concurrent writer gets in between.
   */
  async appendBatch(appends: readonly Append[]): Promise<BatchOutcome[]> {
    const answers = await appendMany(this.#appending, appends);
    this.#onAppended(appends.filter((_, index) => answers[index]?.outcome === "appended").map((a) => a.streamId));
    return answers.map((answer, index): BatchOutcome => {
      if (answer.outcome !== "appended") return { outcome: answer.outcome, version: answer.currentVersion };
      return { outcome: "appended", version: (appends[index]?.expectedVersion ?? 0) + answer.positions.length };
    });
  }

  /** Runs `work` when what was asked for earlier under this key, in this process, has ended. Throws `LogBusyError`. */
  inTurn<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    return this.#turns.take(key, work);
  }

  /** The events of a stream with `after` < version ≤ `upTo`, oldest first. An unknown stream is empty. */
  async readStream<Event extends DomainEvent>(
    streamId: string,
    { after = 0, upTo = 2_147_483_647 }: { after?: number; upTo?: number } = {},
  ): Promise<StoredEvent<Event>[]> {
    const rows = await this.#sql<EventRow[]>`
      select position, stream_id, version, event_id, type, schema_version, data, metadata, recorded_at
      from events where stream_id = ${streamId} and version > ${after} and version <= ${upTo} order by version`;
    return rows.map((row) => this.fromRow<Event>(row));
  }

  /** The events among these ids that are stored, by position. */
  async findByIds<Event extends DomainEvent>(eventIds: readonly string[]): Promise<StoredEvent<Event>[]> {
    const rows = await this.#sql<EventRow[]>`
      select position, stream_id, version, event_id, type, schema_version, data, metadata, recorded_at
      from events where event_id = any(${eventIds as string[]}::uuid[]) order by position`;
    return rows.map((row) => this.fromRow<Event>(row));
  }

  /** An event as a reader gets it, of a row as stored. */
  fromRow<Event extends DomainEvent>(row: EventRow): StoredEvent<Event> {
    return toStoredEvent<Event>(row, this.#upcast);
  }

  /**
   * Up to `limit` events with `after` < position ≤ `upTo`. Read no further than `head()` says, or events get skipped.
   * Who holds a transaction reads within it: waiting for a second connection could wait for ever.
   */
  async readAll(after: number, upTo: number, limit: number, within?: postgres.TransactionSql): Promise<StoredEvent[]> {
    const sql = within ?? this.#sql;
    // A column at a time, as JSON: one parse a column costs half of what a parse a value does.
    const [columns] = await sql<[EventColumns]>`
      select coalesce(json_agg(position), '[]') as positions, json_agg(stream_id) as stream_ids, json_agg(version) as versions,
        json_agg(event_id) as event_ids, json_agg(type) as types, json_agg(schema_version) as schema_versions,
        json_agg(data) as data, json_agg(metadata) as metadata, json_agg(recorded_at) as recorded_at
      from (
        select * from events where position > ${after} and position <= ${upTo} order by position limit ${limit}
      ) batch`;
    return toStoredEvents(columns, this.#upcast);
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

/** A row of the log. */
export interface EventRow {
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

/** What `readAll` reads: an entry per event in each. */
interface EventColumns {
  positions: number[];
  stream_ids: string[];
  versions: number[];
  event_ids: string[];
  types: string[];
  schema_versions: number[];
  data: unknown[];
  metadata: Metadata[];
  recorded_at: string[];
}

function toStoredEvents(columns: EventColumns, upcast: Upcast): StoredEvent[] {
  return columns.positions.map((position, index) => {
    const [type, schemaVersion] = [columns.types[index] ?? "", columns.schema_versions[index] ?? 0];
    return {
      position,
      streamId: columns.stream_ids[index] ?? "",
      version: columns.versions[index] ?? 0,
      eventId: columns.event_ids[index] ?? "",
      event: { type, data: upcast(type, schemaVersion, columns.data[index]) },
      schemaVersion,
      metadata: columns.metadata[index] as Metadata,
      recordedAt: toIsoTime(columns.recorded_at[index] ?? ""),
    };
  });
}

/** In milliseconds, of what Postgres writes in JSON. Most of these texts need no parsing, which costs more than the event does. */
function toIsoTime(text: string): string {
  const isUsual = text.length === "2026-11-20T15:00:00.123456+00:00".length && text.endsWith("+00:00");
  return isUsual ? `${text.slice(0, "2026-11-20T15:00:00.123".length)}Z` : new Date(text).toISOString();
}

function toStoredEvent<Event extends DomainEvent>(row: EventRow, upcast: Upcast): StoredEvent<Event> {
  return {
    position: row.position,
    streamId: row.stream_id,
    version: row.version,
    eventId: row.event_id,
    // The log holds what deciders of this category produced; its tests keep every shape ever stored readable.
    event: { type: row.type, data: upcast(row.type, row.schema_version, row.data) } as Event,
    schemaVersion: row.schema_version,
    metadata: row.metadata,
    recordedAt: row.recorded_at.toISOString(),
  };
}
