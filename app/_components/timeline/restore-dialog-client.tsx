"use client";

import { useQuery } from "@tanstack/react-query";
import type { RestorePreview } from "@/app/api/moments/restore/route";
import { Button } from "@/app/_ui/button";
import { Modal } from "@/app/_ui/modal-client";

export interface RestoreWish {
  readonly kind: "restore" | "takeBack" | "fork";
  readonly version: number;
}

interface RestoreDialogProps {
  readonly wish: RestoreWish;
  readonly streamId: string;
  readonly onConfirm: (wish: RestoreWish) => void;
  readonly onClose: () => void;
}

const titles = {
  restore: "Restore the cart to here?",
  takeBack: "Take back the last change?",
  fork: "Start a new cart from here?",
} as const;

const buttons = { restore: "Restore", takeBack: "Take it back", fork: "Start the new cart" } as const;

/** Says what would be recorded, and what can't be as it was, before anything is. */
export function RestoreDialog({ wish, streamId, onConfirm, onClose }: RestoreDialogProps) {
  const { data, isError, refetch } = useQuery({
    queryKey: ["restore", streamId, wish.version],
    queryFn: () => fetchPreview(streamId, wish.version),
    staleTime: 0,
    gcTime: 0,
  });
  return (
    <Modal title={titles[wish.kind]} open onClose={onClose}>
      {!data && !isError && <p role="status">Looking at prices and stock…</p>}
      {isError && (
        <p role="alert">
          That could not be looked up.{" "}
          <Button look="quiet" size="small" onClick={() => void refetch()}>
            Try again
          </Button>
        </p>
      )}
      {data && wish.kind !== "fork" && <Changes changes={data.changes} />}
      {data && wish.kind === "fork" && (
        <p>The cart of now is set aside, as it is. A new one begins with what this moment held.</p>
      )}
      {data && data.notes.length > 0 && (
        <ul
          aria-label="What can’t be as it was"
          className="flex flex-col gap-1 rounded-sm border-l-4 border-seal bg-tint px-4 py-3"
        >
          {data.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <p className="text-sm text-faint">Nothing is rewritten: whatever you do is added to the history.</p>
      <div className="flex justify-end gap-3">
        <Button look="quiet" onClick={onClose}>
          Leave it
        </Button>
        <Button disabled={!data || (wish.kind !== "fork" && data.changes.length === 0)} onClick={() => onConfirm(wish)}>
          {buttons[wish.kind]}
        </Button>
      </div>
    </Modal>
  );
}

function Changes({ changes }: { readonly changes: RestorePreview["changes"] }) {
  if (changes.length === 0) return <p>The cart is like that already.</p>;
  return (
    <>
      <p>This will be recorded:</p>
      <ul aria-label="What will be recorded" className="list-disc pl-5">
        {changes.map((change, index) => (
          <li key={index}>{change}</li>
        ))}
      </ul>
    </>
  );
}

async function fetchPreview(streamId: string, version: number): Promise<RestorePreview> {
  const response = await fetch(
    `/api/moments/restore?${new URLSearchParams({ streamId, version: String(version) }).toString()}`,
  );
  if (!response.ok) throw new Error(`/api/moments/restore answered ${response.status}`);
  return (await response.json()) as RestorePreview;
}
