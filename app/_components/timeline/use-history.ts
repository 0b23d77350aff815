import { useQueries, useQueryClient, type QueryClient, type UseQueryResult } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import type { EventsReply } from "@/app/api/events-response";
import { cartDecider, type Cart } from "@/lib/cart/cart";
import type { CartEvent } from "@/lib/cart/events";
import type { StoredEvent } from "@/lib/event-store/event";
import { createTimeline } from "@/lib/time-travel/timeline";

const pageSize = 1_000;

export interface HistorySource {
  /** The route that answers pages of this history. */
  readonly url: string;
  readonly streamId: string;
  /** How many events there are. */
  readonly version: number;
}

/** A history as far as it has been fetched. */
export interface CartHistoryData {
  readonly length: number;
  /** Every event is here. */
  readonly isComplete: boolean;
  /** The newest page is not here yet. */
  readonly isLoading: boolean;
  readonly isError: boolean;
  readonly retry: () => void;
  /** Fetches what is missing, for whoever needs all of it without travelling there. */
  readonly fetchAll: () => void;
  /** Undefined where nothing is fetched yet. */
  readonly eventAt: (moment: number) => StoredEvent<CartEvent> | undefined;
  readonly cartAt: (moment: number) => Cart | undefined;
}

/**
 * Fetches a history page by page, each with the cart it starts from: the newest first, so that a long history opens as fast as a
 * short one; once its reader travels, the page looked at and then the rest.
 */
export function useHistory(source: HistorySource, moment: number | undefined): CartHistoryData {
  const queryClient = useQueryClient();
  const pages = Math.max(1, Math.ceil(source.version / pageSize));
  const [depth, setDepth] = useState(1);
  const [wantsAll, setWantsAll] = useState(false);
  const looked =
    moment === undefined ? pages - 1 : Math.min(pages - 1, Math.max(0, Math.floor((moment - 1) / pageSize)));
  const wanted = useMemo(() => {
    const newest = Array.from({ length: Math.min(depth, pages) }, (_, index) => pages - 1 - index);
    return newest.includes(looked) ? newest : [looked, ...newest];
  }, [depth, pages, looked]);

  const { replies, isError, retry } = useQueries({
    queries: wanted.map((page) => pageQuery(queryClient, source, page)),
    combine: combinePages,
  });

  const newest = replies[wanted.indexOf(pages - 1)];
  const isBehind = newest !== undefined && newest.after + newest.events.length < source.version;
  useEffect(() => {
    if (isBehind) void queryClient.invalidateQueries({ queryKey: pageKey(source, pages - 1) });
  }, [isBehind, queryClient, source, pages]);

  const isSettled = replies.every((reply) => reply !== undefined);
  if ((moment !== undefined || wantsAll) && isSettled && depth < pages) setDepth(depth + 1);

  return useMemo(() => {
    const known = replies.filter((reply) => reply !== undefined);
    const timeline = createTimeline(
      {
        initialState: cartDecider.initialState,
        evolve: (cart: Cart, stored: StoredEvent<CartEvent>) => cartDecider.evolve(cart, stored.event),
      },
      known.map(({ after, state, events }) => ({ start: after, state, events })),
    );
    const last = newest ? newest.after + newest.events.length : 0;
    return {
      length: last,
      isComplete: known.reduce((sum, { events }) => sum + events.length, 0) >= last && last > 0,
      isLoading: newest === undefined,
      isError,
      retry,
      fetchAll: () => setWantsAll(true),
      eventAt: (at) => timeline.eventAt(at),
      cartAt: (at) => timeline.seek(at),
    };
  }, [replies, newest, isError, retry]);
}

function combinePages(results: readonly UseQueryResult<EventsReply>[]) {
  return {
    replies: results.map((result) => result.data),
    isError: results.some((result) => result.isError),
    retry: () => results.forEach((result) => result.isError && void result.refetch()),
  };
}

function pageKey({ url, streamId }: HistorySource, page: number) {
  return ["history", url, streamId, page] as const;
}

function pageQuery(queryClient: QueryClient, source: HistorySource, page: number) {
  const queryKey = pageKey(source, page);
  return {
    queryKey,
    // What is fetched of a log never changes; the newest page grows, and is then asked for the rest.
    staleTime: Number.POSITIVE_INFINITY,
    enabled: source.version > 0,
    queryFn: async ({ signal }: { signal: AbortSignal }): Promise<EventsReply> => {
      const known = queryClient.getQueryData<EventsReply>(queryKey);
      const after = page * pageSize + (known?.events.length ?? 0);
      const response = await fetch(`${source.url}?after=${after}&limit=${(page + 1) * pageSize - after}`, { signal });
      if (!response.ok) throw new Error(`${source.url} answered ${response.status}`);
      const reply = (await response.json()) as EventsReply;
      return known ? { ...known, events: [...known.events, ...reply.events] } : reply;
    },
  };
}
