"use client";

import { ClipboardList, GitFork, Link2, RotateCcw, Undo2 } from "lucide-react";
import { memo, useState } from "react";
import { toast } from "sonner";
import type { SharedLink } from "@/app/api/moments/share/route";
import { Button } from "@/app/_ui/button";
import { asTest } from "@/lib/cart/as-test";
import { useCart } from "../cart/cart-provider-client";
import { RestoreDialog, type RestoreWish } from "./restore-dialog-client";
import type { CartHistoryData } from "./use-history";

interface MomentActionsProps {
  readonly history: CartHistoryData;
  readonly streamId: string;
  /** The moment to act on, asked when it is acted on: what is shown is the same for all of the past. */
  readonly currentMoment: () => number;
  readonly isPast: boolean;
  /** Whether this is the history of the cart in use, not of an order. */
  readonly isCurrentCart: boolean;
  readonly onDone: () => void;
}

/** What can be done with a moment. Each of them appends; none rewrites. */
export const MomentActions = memo(function MomentActions({
  history,
  streamId,
  currentMoment,
  isPast,
  isCurrentCart,
  onDone,
}: MomentActionsProps) {
  const { store } = useCart();
  const [wish, setWish] = useState<RestoreWish>();
  const last = history.length;

  const confirm = ({ kind, version }: RestoreWish): void => {
    setWish(undefined);
    store.submit({ type: kind === "fork" ? "forkCart" : "restoreCart", streamId, version });
    onDone();
  };

  return (
    <div className="flex flex-wrap gap-2">
      {isCurrentCart && isPast && (
        <Button size="small" look="quiet" onClick={() => setWish({ kind: "restore", version: currentMoment() })}>
          <RotateCcw aria-hidden="true" size={15} />
          Restore to here
        </Button>
      )}
      {isCurrentCart && !isPast && last > 1 && (
        <Button size="small" look="quiet" onClick={() => setWish({ kind: "takeBack", version: last - 1 })}>
          <Undo2 aria-hidden="true" size={15} />
          Take back the last change
        </Button>
      )}
      <Button size="small" look="quiet" onClick={() => setWish({ kind: "fork", version: currentMoment() })}>
        <GitFork aria-hidden="true" size={15} />
        Start a new cart from here
      </Button>
      <Button size="small" look="quiet" onClick={() => void share(streamId, currentMoment())}>
        <Link2 aria-hidden="true" size={15} />
        Share this moment
      </Button>
      <Button size="small" look="quiet" onClick={() => void copyAsTest(history, currentMoment())}>
        <ClipboardList aria-hidden="true" size={15} />
        Copy as test
      </Button>
      {wish && <RestoreDialog wish={wish} streamId={streamId} onConfirm={confirm} onClose={() => setWish(undefined)} />}
    </div>
  );
});

async function share(streamId: string, version: number): Promise<void> {
  const response = await fetch(
    `/api/moments/share?${new URLSearchParams({ streamId, version: String(version) }).toString()}`,
  );
  if (!response.ok) return void toast.error("The link could not be made. Try again.");
  const { path, expiresAt } = (await response.json()) as SharedLink;
  const link = new URL(path, window.location.href).href;
  const until = new Date(expiresAt).toLocaleDateString("en-GB", { dateStyle: "long" });
  await navigator.clipboard.writeText(link).catch(() => {});
  toast.success(`Link copied. It works until ${until} and shows nothing of you.`, {
    description: link,
    duration: 15_000,
  });
}

async function copyAsTest(history: CartHistoryData, moment: number): Promise<void> {
  const stored = Array.from({ length: moment }, (_, index) => history.eventAt(index + 1));
  const events = stored.flatMap((each) => (each ? [each.event] : []));
  if (events.length < moment) {
    history.fetchAll();
    return void toast.error("The history is still being fetched. Try again in a moment.");
  }
  await navigator.clipboard.writeText(asTest(events));
  toast.success(`Copied a test of the first ${moment} events.`);
}
