import { SQL } from "@event-driven-io/dumbo";
import type { Event, ReadEvent } from "@event-driven-io/emmett";
import {
  pongoSingleStreamProjection,
  postgreSQLRawSQLProjection,
  type PostgreSQLProjectionDefinition,
  type PostgresReadEventMetadata,
} from "@event-driven-io/emmett-postgresql";
import type { CartEvent } from "@/lib/cart/events";
import { changeOf } from "../summary";

/** What Emmett asks of an event: a record with an index signature, which the shop's types don't have. */
export type EmmettEvent = Event<CartEvent["type"], Record<string, unknown>>;
type Read = ReadEvent<EmmettEvent, PostgresReadEventMetadata>;

const cartEvents: EmmettEvent["type"][] = [
  "createdCart",
  "addedItemToCart",
  "itemQuantityChanged",
  "itemRemovedFromCart",
  "promoCodeApplied",
  "promoCodeRemoved",
  "cartCheckedOut",
];

type CartDocument = {
  owner: string;
  status: "open" | "checkedOut";
  itemCount: number;
  subtotal: number;
  promoCode: string | null;
  version: number;
};

/** Counts what it was asked to project. */
export interface Counted {
  readonly definition: PostgreSQLProjectionDefinition<EmmettEvent>;
  count: number;
}

/** What its guide shows for a summary of one stream: a Pongo document, read and written back for each event. */
export function pongoDocuments(): Counted {
  const counted = { count: 0 };
  const definition = pongoSingleStreamProjection<CartDocument, EmmettEvent>({
    collectionName: "cart_documents",
    canHandle: cartEvents,
    evolve: (document: CartDocument | null, event: ReadEvent<EmmettEvent>) => {
      counted.count += 1;
      return evolve(document, event);
    },
  });
  return Object.assign(counted, { definition });
}

/** The other way it offers: SQL of one's own, one statement for each event. */
export function sqlRows(): Counted {
  const counted = { count: 0 };
  const definition = postgreSQLRawSQLProjection<EmmettEvent>({
    name: "cart_rows",
    canHandle: cartEvents,
    init: () => SQL`create table if not exists cart_rows (
      stream_id text primary key, owner text not null, status text not null, item_count integer not null,
      subtotal bigint not null, promo_code text, version integer not null)`,
    evolve: (event) => {
      counted.count += 1;
      return toStatement(event as Read);
    },
  });
  return Object.assign(counted, { definition });
}

function evolve(document: CartDocument | null, read: ReadEvent<EmmettEvent>): CartDocument | null {
  const event = read as unknown as CartEvent;
  if (event.type === "createdCart") {
    return { owner: event.data.owner, status: "open", itemCount: 0, subtotal: 0, promoCode: null, version: 1 };
  }
  if (document === null) return null;
  const next = { ...document, version: Number(read.metadata.streamPosition) };
  const { items, subtotal } = changeOf(event);
  next.itemCount += items;
  next.subtotal += subtotal;
  if (event.type === "promoCodeApplied") next.promoCode = event.data.code;
  if (event.type === "promoCodeRemoved") next.promoCode = null;
  if (event.type === "cartCheckedOut") next.status = "checkedOut";
  return next;
}

function toStatement(read: Read): SQL {
  const event = read as unknown as CartEvent;
  const { streamName, streamPosition } = read.metadata;
  const version = Number(streamPosition);
  switch (event.type) {
    case "createdCart":
      return SQL`insert into cart_rows values (${streamName}, ${event.data.owner}, 'open', 0, 0, null, ${version})`;
    case "promoCodeApplied":
      return SQL`update cart_rows set promo_code = ${event.data.code}, version = ${version} where stream_id = ${streamName}`;
    case "promoCodeRemoved":
      return SQL`update cart_rows set promo_code = null, version = ${version} where stream_id = ${streamName}`;
    case "cartCheckedOut":
      return SQL`update cart_rows set status = 'checkedOut', version = ${version} where stream_id = ${streamName}`;
    default: {
      const { items, subtotal } = changeOf(event);
      return SQL`update cart_rows set item_count = item_count + ${items}, subtotal = subtotal + ${subtotal}, version = ${version}
        where stream_id = ${streamName}`;
    }
  }
}
