import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { EventsReply } from "@/app/api/events-response";

/** The events behind `url`, kept up to date by fetching only what came after the last one known. */
export function useHistory(url: string, streamId: string) {
  const queryClient = useQueryClient();
  const queryKey = ["history", url, streamId];
  return useQuery({
    queryKey,
    queryFn: async ({ signal }): Promise<EventsReply> => {
      const known = queryClient.getQueryData<EventsReply>(queryKey);
      const after = known?.events.at(-1)?.version ?? 0;
      const response = await fetch(`${url}?after=${after}`, { signal });
      if (!response.ok) throw new Error(`${url} answered ${response.status}`);
      const reply = (await response.json()) as EventsReply;
      if (!known || known.streamId !== reply.streamId) return after === 0 ? reply : { ...reply, events: [] };
      return { ...reply, events: [...known.events, ...reply.events] };
    },
  });
}
