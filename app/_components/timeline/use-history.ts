import { useQueries, useQueryClient, type QueryClient, type UseQueryResult } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useState } from "react";
import type { EventsReply } from "@/app/api/events-response";
import type { Cart } from "@/lib/cart/cart";
import type { CartEvent } from "@/lib/cart/events";
import type { StoredEvent } from "@/lib/event-store/event";
import { HistoryPage } from "./history-page";

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
  /** In order, without those that are not fetched. */
  readonly pages: readonly HistoryPage[];
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
export function useHistory({ url, streamId, version }: HistorySource, moment: number | undefined): CartHistoryData {
  const queryClient = useQueryClient();
  const last = Math.max(0, Math.ceil(version / pageSize) - 1);
  const looked = moment === undefined ? last : Math.min(last, Math.floor(Math.max(0, moment - 1) / pageSize));
  const [kept, setKept] = useState<readonly number[]>([]);
  const [wantsAll, setWantsAll] = useState(false);
  const wanted = useMemo(
    () => [...new Set([...kept, looked, last])].filter((page) => page <= last).toSorted((a, b) => a - b),
    [kept, looked, last],
  );
  const queries = useMemo(
    () => wanted.map((page) => pageQuery(queryClient, { url, streamId, version }, page)),
    [wanted, queryClient, url, streamId, version],
  );
  const { pages, isError } = useQueries({ queries, combine: combinePages });

  useEffect(() => {
    const behind = pages.filter((page) => page && page.end < Math.min(version, page.start + pageSize));
    for (const page of behind) {
      const queryKey = pageKey({ url, streamId }, Math.floor((page?.start ?? 0) / pageSize));
      void queryClient.invalidateQueries({ queryKey });
    }
  }, [pages, queryClient, url, streamId, version]);

  // What is being fetched is given up when its reader moves on; what has come stays.
  if (pages.every((page) => page !== undefined)) {
    const next = moment !== undefined || wantsAll ? newestMissing(wanted, last) : undefined;
    if (next !== undefined) setKept([...wanted, next]);
    else if (wanted.some((page) => !kept.includes(page))) setKept(wanted);
  }

  // An event that begins another page doesn't take away the ones before it.
  const newest = pages.at(-1) ?? (kept.length > 0 ? pages.findLast((page) => page !== undefined) : undefined);
  const retry = useCallback(
    () =>
      void queryClient.refetchQueries({
        queryKey: ["history", url, streamId],
        predicate: ({ state }) => state.status === "error",
      }),
    [queryClient, url, streamId],
  );
  return useMemo(() => {
    const byPage = new Map(wanted.map((page, index) => [page, pages[index]]));
    const holding = (at: number): HistoryPage | undefined => byPage.get(Math.floor((at - 1) / pageSize));
    return {
      length: newest?.end ?? 0,
      pages: pages.filter((page) => page !== undefined),
      isLoading: newest === undefined,
      isError,
      retry,
      fetchAll: () => setWantsAll(true),
      eventAt: (at) => holding(at)?.eventAt(at),
      // A page also knows the cart before its first event.
      cartAt: (at) => (holding(at) ?? holding(at + 1))?.cartAt(at),
    };
  }, [wanted, pages, newest, isError, retry]);
}

function newestMissing(wanted: readonly number[], last: number): number | undefined {
  for (let page = last; page >= 0; page -= 1) if (!wanted.includes(page)) return page;
  return undefined;
}

function combinePages(results: readonly UseQueryResult<HistoryPage>[]) {
  return { pages: results.map((result) => result.data), isError: results.some((result) => result.isError) };
}

function pageKey({ url, streamId }: Pick<HistorySource, "url" | "streamId">, page: number) {
  return ["history", url, streamId, page] as const;
}

function pageQuery(queryClient: QueryClient, source: HistorySource, page: number) {
  const queryKey = pageKey(source, page);
  return {
    queryKey,
    // What is fetched of a log never changes; the newest page grows, and is then asked for the rest.
    staleTime: Number.POSITIVE_INFINITY,
    enabled: source.version > 0,
    queryFn: async ({ signal }: { signal: AbortSignal }): Promise<HistoryPage> => {
      const known = queryClient.getQueryData<HistoryPage>(queryKey);
      const after = page * pageSize + (known?.events.length ?? 0);
      const response = await fetch(`${source.url}?after=${after}&limit=${(page + 1) * pageSize - after}`, { signal });
      if (!response.ok) throw new Error(`${source.url} answered ${response.status}`);
      const reply = (await response.json()) as EventsReply;
      return known ? known.with(reply) : new HistoryPage(reply);
    },
  };
}
