import { hash } from "node:crypto";

const longestName = 1_024;
const scratch = Buffer.alloc(16 + longestName);
const beforeVersion = "00000000-0000-".length;

/**
 * The id that follows from another one by a name: the same two always give the same id.
 *
 * From an id without a time in it, that is the uuid v5 of RFC 9562. From a v7 it is a v8: the v5 with the beginning of the v7, its
 * time, and so on from there. What belongs together then lies together in every index, and new ids at its end. Ids from
 * all over make each append to a log of millions dirty pages of its own, and ten times as much to write before a commit.
 *
 * Throws a `TypeError` when `from` is no uuid, a `RangeError` when the name has more than 1,024 bytes.
 *
 * By hand, because the `uuid` package takes three times as long, and a command needs one for each event.
 */
export function derivedId(name: string, from: string): string {
  if (Buffer.byteLength(name) > longestName) throw new RangeError("An id is derived by at most 1,024 bytes.");
  // What an earlier call left behind must not become part of this id.
  const isId = scratch.write(from.replaceAll("-", ""), 0, "hex") === 16;
  if (!isId) throw new TypeError("An id is derived from a uuid, as 0198b5ad-9e5f-7000-8000-000000000000.");
  const length = 16 + scratch.write(name, 16);
  const hex = hash("sha1", scratch.subarray(0, length), "hex");
  // The variant, binary 10, takes the place of two bits; the version of four.
  const variant = "89ab".charAt(Number.parseInt(hex.charAt(16), 16) & 3);
  const end = `${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  if (hasTime(from)) return `${from.slice(0, beforeVersion).toLowerCase()}8${end}`;
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${end}`;
}

function hasTime(id: string): boolean {
  const version = id.charAt(beforeVersion);
  return version === "7" || version === "8";
}

/** The id of the `index`-th event of a command: the same command always gives the same ids. */
export function eventIdOf(commandId: string, index: number): string {
  return derivedId(String(index), commandId);
}
