import { NextResponse, type NextRequest } from "next/server";
import { newVisitor, signVisitor, visitorCookie, visitorCookieOptions } from "@/lib/identity/visitor";

/**
 * Gives a new visitor their cookie with the first page. Whoever has one never comes through here (see `matcher`), so it costs
 * nothing on hot paths.
 */
export function proxy(request: NextRequest): NextResponse {
  const secret = process.env.SESSION_SECRET;
  if (secret === undefined) return NextResponse.next();
  const value = signVisitor(newVisitor(), secret);
  request.cookies.set(visitorCookie, value);
  const response = NextResponse.next({ request: { headers: request.headers } });
  const secure = request.nextUrl.protocol === "https:" || request.headers.get("x-forwarded-proto") === "https";
  response.cookies.set(visitorCookie, value, { ...visitorCookieOptions, secure });
  return response;
}

export const config = {
  matcher: [
    {
      source: "/((?!_next/|api/|art/|products/.*\\.svg|.*\\.(?:svg|ico|png|webmanifest)$).*)",
      missing: [{ type: "cookie", key: "visitor" }],
    },
  ],
};
