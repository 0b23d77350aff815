/**
 * Which moment made each part what it is at `moment`: the last event at or before it that touched the part.
 *
 * Looks backwards and stops when every key has its answer. A key is missing when nothing known touched it.
 */
export function blame<Event>(
  eventAt: (moment: number) => Event | undefined,
  moment: number,
  keys: Iterable<string>,
  touches: (event: Event) => readonly string[],
): ReadonlyMap<string, number> {
  const open = new Set(keys);
  const blamed = new Map<string, number>();
  for (let at = moment; at > 0 && open.size > 0; at -= 1) {
    const event = eventAt(at);
    if (event === undefined) break;
    for (const key of touches(event)) {
      if (open.delete(key)) blamed.set(key, at);
    }
  }
  return blamed;
}
