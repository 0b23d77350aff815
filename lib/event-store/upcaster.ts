/** Takes the data of an event from one schema version to the next. Pure. */
type Upcaster = (data: unknown) => unknown;

/**
 * By event type, what its past shapes need: the first step takes version 1 to 2, the second 2 to 3. So the number of steps
 * gives the version of today, a version without a way to the next can't be written down, and a new shape comes with its step.
 */
export type Upcasters<Type extends string = string> = Readonly<Record<Type, readonly Upcaster[]>>;

/** Gives the data of an event, stored under this schema version, the shape of today. */
export type Upcast = (type: string, schemaVersion: number, data: unknown) => unknown;

/** The schema version under which events of a type are stored today. */
export function schemaVersionOf<Type extends string>(upcasters: Upcasters<Type>, type: Type): number {
  return upcasters[type].length + 1;
}

/**
 * Upcasts step by step. Types it doesn't know pass as they are.
 *
 * Throws on a version that is yet to come: it was stored by a newer release, and whatever is made of it would be a guess.
 */
export function upcastWith(upcasters: Upcasters): Upcast {
  return (type, schemaVersion, data) => {
    const steps = Object.hasOwn(upcasters, type) ? upcasters[type] : undefined;
    if (!steps) return data;
    const today = steps.length + 1;
    if (!Number.isInteger(schemaVersion) || schemaVersion < 1 || schemaVersion > today)
      throw new Error(`“${type}” is stored with schema version ${schemaVersion}; this release knows 1 to ${today}.`);
    return steps.slice(schemaVersion - 1).reduce((shape, step) => step(shape), data);
  };
}

/** For a log whose shapes never changed. */
export const asStored: Upcast = (_type, _schemaVersion, data) => data;
