/** A part of a state that is there in one and not, or not alike, in the other. */
export type Difference<Part> =
  | { readonly kind: "added"; readonly key: string; readonly after: Part }
  | { readonly kind: "removed"; readonly key: string; readonly before: Part }
  | { readonly kind: "changed"; readonly key: string; readonly before: Part; readonly after: Part };

/** A state taken apart into what a person would name: by key, in the order shown. */
export type Parts<Part> = ReadonlyMap<string, Part>;

/**
 * What leads from one state to another: removed and changed parts in the order of `before`, then added ones in the order of
 * `after`. Equal states, by `same`, have no differences.
 */
export function diff<Part>(
  before: Parts<Part>,
  after: Parts<Part>,
  same: (a: Part, b: Part) => boolean,
): readonly Difference<Part>[] {
  const gone = [...before].flatMap(([key, part]): Difference<Part>[] => {
    const now = after.get(key);
    if (now === undefined) return [{ kind: "removed", key, before: part }];
    return same(part, now) ? [] : [{ kind: "changed", key, before: part, after: now }];
  });
  const come = [...after].flatMap(([key, part]): Difference<Part>[] =>
    before.has(key) ? [] : [{ kind: "added", key, after: part }],
  );
  return [...gone, ...come];
}
