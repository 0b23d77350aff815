import { signMoment } from "@/lib/identity/shared-moment";
import { startShop } from "@/lib/shop";
import { ownMoment } from "../own-moment";

const lifetimeMs = 7 * 24 * 60 * 60 * 1000;

/** A link to a moment for somebody else. */
export interface SharedLink {
  readonly path: string;
  /** ISO. */
  readonly expiresAt: string;
}

/** `SharedLink` for `?streamId=…&version=…`: signed, read-only, good for a week. */
export async function GET(request: Request): Promise<Response> {
  const moment = await ownMoment(request);
  if (moment instanceof Response) return moment;
  const { environment } = await startShop();
  const { streamId, version } = moment;
  const expiresAt = Date.now() + lifetimeMs;
  const token = signMoment({ streamId, version, expiresAt }, environment.SESSION_SECRET);
  const link: SharedLink = {
    path: `/moments/${encodeURIComponent(token)}`,
    expiresAt: new Date(expiresAt).toISOString(),
  };
  return Response.json(link, { headers: { "Cache-Control": "private, no-store" } });
}
