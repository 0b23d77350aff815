import { sign, unsign } from "cookie-signature";
import { z } from "zod";

/** A moment of a cart that its owner shows to whoever has the link, for a while. */
export interface SharedMoment {
  readonly streamId: string;
  readonly version: number;
  /** ms since the epoch. */
  readonly expiresAt: number;
}

const shape = z.strictObject({ streamId: z.string(), version: z.int().min(1), expiresAt: z.int() });

/** Says what a signature is for, so that one made for something else is no key to this. */
const purpose = "moment:";

/** A link's token: readable, but made here and nowhere else. */
export function signMoment(moment: SharedMoment, secret: string): string {
  const text = Buffer.from(JSON.stringify(moment)).toString("base64url");
  return sign(purpose + text, secret).slice(purpose.length);
}

/** The moment that a token names; undefined when it was not signed here or has expired at `now` (ms since the epoch). */
export function readMoment(token: string, secret: string, now = Date.now()): SharedMoment | undefined {
  const text = unsign(purpose + token, secret);
  if (text === false) return undefined;
  const parsed = shape.safeParse(JSON.parse(Buffer.from(text.slice(purpose.length), "base64url").toString()));
  return parsed.success && parsed.data.expiresAt > now ? parsed.data : undefined;
}
