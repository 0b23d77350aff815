/** Who, why and from what an event came. Stored beside its data, never part of a decision. */
export interface Metadata {
  /** Who acted, as `kind:id`: `visitor:…`, `customer:17850`. */
  readonly actor: string;
  /** Why, in words, where somebody said so. */
  readonly reason?: string;
  /** The command this event answers. Together with its index it gives the event its id. */
  readonly commandId: string;
  /** Shared by everything that one request set in motion. */
  readonly correlationId: string;
  /** The event or command that caused this one. */
  readonly causationId?: string;
  /** ISO time at which it happened, where that is not when it was recorded (imported history). */
  readonly occurredAt?: string;
}

/** What a decider produces: a name in the past tense and what was true then. */
export interface DomainEvent<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly data: Data;
}

/** An event on its way into the log. */
export interface NewEvent<Event extends DomainEvent = DomainEvent> {
  readonly eventId: string;
  readonly event: Event;
  readonly schemaVersion: number;
  readonly metadata: Metadata;
}

/** A stream, the version it is expected to have (0 for a new one), and the events to append. */
export interface Append<Event extends DomainEvent = DomainEvent> {
  readonly streamId: string;
  readonly expectedVersion: number;
  readonly events: readonly NewEvent<Event>[];
}

/** An event as the log keeps it. */
export interface StoredEvent<Event extends DomainEvent = DomainEvent> {
  /** Global order; gaps are possible, inversions are not. */
  readonly position: number;
  readonly streamId: string;
  /** 1, 2, 3 … within its stream. */
  readonly version: number;
  readonly eventId: string;
  readonly event: Event;
  readonly schemaVersion: number;
  readonly metadata: Metadata;
  /** ISO time set by the database. */
  readonly recordedAt: string;
}

/** `<category>-<uuid>`, so that the category is readable from the id. */
export function streamIdOf(category: string, id: string): string {
  return `${category}-${id}`;
}

/** When it happened: the time it carries from elsewhere, else the time it was recorded. ISO. */
export function occurredAt(stored: Pick<StoredEvent, "metadata" | "recordedAt">): string {
  return stored.metadata.occurredAt ?? stored.recordedAt;
}
