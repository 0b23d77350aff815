import { hash } from "node:crypto";

const longestName = 1_024;
const scratch = Buffer.alloc(16 + longestName);

/**
 * The uuid v5 (RFC 9562) of a name in a namespace: the same as the `uuid` package's, at a third of its time. An import
 * derives two for each event, and with the package they were a third of its work.
 */
export function uuidV5(name: string, namespace: string): string {
  if (Buffer.byteLength(name) > longestName) throw new RangeError("A name for a uuid has at most 1,024 bytes here.");
  scratch.write(namespace.replaceAll("-", ""), 0, "hex");
  const length = 16 + scratch.write(name, 16);
  const hex = hash("sha1", scratch.subarray(0, length), "hex");
  // The version, 5, takes the place of four bits; the variant, binary 10, of two.
  const variant = "89ab".charAt(Number.parseInt(hex.charAt(16), 16) & 3);
  const thirdAndFourth = `5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}`;
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${thirdAndFourth}-${hex.slice(20, 32)}`;
}
