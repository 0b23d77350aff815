import type postgres from "postgres";
import type { DomainEvent, StoredEvent } from "./event";
import type { EventRow, EventStore } from "./event-store";

/** Whose states are kept, and how one is recognized. */
export interface SnapshotKind<State> {
  /** The decider that folded them, by name. */
  readonly decider: string;
  /** Raise it when the same events would fold to something else: states of other versions are passed over. */
  readonly version: number;
  /** The state that this JSON is, undefined when it is none. States must survive JSON unchanged. */
  readonly parse: (json: unknown) => State | undefined;
}

/** A stream as a cold reader gets it: the state it may begin with, if any, and the events that come after. */
export interface SnapshotAndTail<State, Event extends DomainEvent> {
  readonly snapshot: { readonly version: number; readonly state: State } | undefined;
  readonly tail: readonly StoredEvent<Event>[];
}

/**
 * Folded states of long streams, kept in a table so that whoever doesn't remember a stream needs to read only its tail.
 *
 * A cache that is never trusted: a row that was tampered with, is of another version of the decider, is ahead of the log or
 * tells of an event that the log doesn't have is as good as none.
 */
export class Snapshots<State> {
  readonly #sql: postgres.Sql;
  readonly #store: EventStore;
  readonly #kind: SnapshotKind<State>;
  readonly #onFailure: (error: unknown) => void;
  /** Streams whose state is being saved at this moment. */
  readonly #saving = new Set<string>();

  constructor(
    sql: postgres.Sql,
    store: EventStore,
    kind: SnapshotKind<State>,
    onFailure: (error: unknown) => void = () => {},
  ) {
    this.#sql = sql;
    this.#store = store;
    this.#kind = kind;
    this.#onFailure = onFailure;
  }

  /** The stream up to a version, from its snapshot if there is one to go by, in one round trip. An unknown stream is empty. */
  async load<Event extends DomainEvent>(streamId: string, upTo: number): Promise<SnapshotAndTail<State, Event>> {
    const { decider, version } = this.#kind;
    const rows = await this.#sql<(EventRow & { is_snapshot: boolean })[]>`
      with trusted as materialized (
        select snapshot.stream_id, snapshot.version, snapshot.event_id, state, taken_at
        from snapshots as snapshot join events using (stream_id, version, event_id)
        where stream_id = ${streamId} and decider = ${decider} and decider_version = ${version} and version <= ${upTo}
          and checksum = ${this.#checksum()}
      )
      select 0::bigint as position, stream_id, version, event_id, '' as type, 0 as schema_version,
        state as data, '{}'::jsonb as metadata, taken_at as recorded_at, true as is_snapshot
      from trusted
      union all
      select position, stream_id, version, event_id, type, schema_version, data, metadata, recorded_at, false
      from events
      where stream_id = ${streamId} and version <= ${upTo} and version > coalesce((select version from trusted), 0)
      order by version`;
    const [first, ...others] = rows;
    if (!first?.is_snapshot) return { snapshot: undefined, tail: rows.map((row) => this.#store.fromRow<Event>(row)) };
    const state = this.#kind.parse(first.data);
    if (state === undefined) return { snapshot: undefined, tail: await this.#store.readStream(streamId, { upTo }) };
    const tail = others.map((row) => this.#store.fromRow<Event>(row));
    return { snapshot: { version: first.version, state }, tail };
  }

  /**
   * Keeps the state of a stream after `last`, in place of an older one. Never rejects: whoever folded the stream has what they
   * wanted, and the next one folds a longer tail.
   */
  async save(last: Pick<StoredEvent, "streamId" | "version" | "eventId">, state: State): Promise<void> {
    const { streamId, version, eventId } = last;
    if (this.#saving.has(streamId)) return;
    this.#saving.add(streamId);
    try {
      await this.#sql`
        insert into snapshots (stream_id, decider, decider_version, version, event_id, state, checksum, taken_at)
        select snapshot.*, ${this.#checksum()}, now()
        from (values (${streamId}::text, ${this.#kind.decider}::text, ${this.#kind.version}::integer, ${version}::integer,
          ${eventId}::uuid, ${JSON.stringify(state)}::text::jsonb)
        ) as snapshot (stream_id, decider, decider_version, version, event_id, state)
        on conflict (stream_id, decider) do update set decider_version = excluded.decider_version,
          version = excluded.version, event_id = excluded.event_id, state = excluded.state,
          checksum = excluded.checksum, taken_at = excluded.taken_at`;
    } catch (error) {
      this.#onFailure(error);
    } finally {
      this.#saving.delete(streamId);
    }
  }

  /** Over what `snapshot` holds, in the one form that jsonb writes itself in. */
  #checksum() {
    const sql = this.#sql;
    return sql`encode(sha256(convert_to(jsonb_build_array(snapshot.stream_id, snapshot.decider,
      snapshot.decider_version, snapshot.version, snapshot.event_id, snapshot.state)::text, 'UTF8')), 'hex')`;
  }
}
