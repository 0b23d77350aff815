import { sign, unsign } from "cookie-signature";
import { v7 as uuidV7 } from "uuid";
import { z } from "zod";

export const visitorCookie = "visitor";

/** The attributes of the visitor's cookie. Browsers keep it for 400 days at most. */
export const visitorCookieOptions = { httpOnly: true, sameSite: "lax", path: "/", maxAge: 400 * 24 * 60 * 60 } as const;

/** A person as far as the shop knows them: one browser, or several that share the cookie. */
export interface Visitor {
  readonly id: string;
  /** `visitor:<uuid>`, as events name them. */
  readonly owner: string;
}

export function newVisitor(): Visitor {
  return visitorOf(uuidV7());
}

/** The value that the visitor's browser keeps. */
export function signVisitor(visitor: Visitor, secret: string): string {
  return sign(visitor.id, secret);
}

/** The visitor that a cookie names, or undefined when there is none or it was not signed here. */
export function readVisitor(cookie: string | undefined, secret: string): Visitor | undefined {
  const id = cookie === undefined ? false : unsign(cookie, secret);
  return id !== false && z.uuid().safeParse(id).success ? visitorOf(id) : undefined;
}

function visitorOf(id: string): Visitor {
  return { id, owner: `visitor:${id}` };
}
