"use client";

import { ClipboardCopy } from "lucide-react";
import { memo } from "react";
import { toast } from "sonner";
import { Button } from "@/app/_ui/button";
import { JsonBlock } from "@/app/_ui/json-block";
import { describeActor, describeEvent } from "@/lib/cart/describe";
import type { CartEvent } from "@/lib/cart/events";
import { occurredAt, type StoredEvent } from "@/lib/event-store/event";
import { KindMark, kinds } from "./kinds";
import { dayOf, timeOf } from "./moment-label";
import type { CartHistoryData } from "./use-history";

interface InspectorProps {
  readonly history: CartHistoryData;
  readonly moment: number;
  readonly viewer: string;
  readonly onMove: (moment: number) => void;
}

/** One event, whole: what, who, why, from which command, what caused it and what it caused. */
export const Inspector = memo(function Inspector({ history, moment, viewer, onMove }: InspectorProps) {
  const stored = history.eventAt(moment);
  if (!stored) return null;
  const { event, metadata } = stored;
  const related = relatives(history, stored);
  return (
    <section
      aria-labelledby="inspector-title"
      className="flex min-w-0 flex-col gap-3 rounded-sm border border-rule bg-leaf p-4 text-sm"
    >
      <header className="flex items-center justify-between gap-3">
        <h3 id="inspector-title" className="flex items-center gap-2 text-lg">
          <KindMark type={event.type} />
          {kinds[event.type].name}
        </h3>
        <Button look="quiet" size="small" onClick={() => void copy(stored)}>
          <ClipboardCopy aria-hidden="true" size={15} />
          Copy as JSON
        </Button>
      </header>
      <p>{describeEvent(event)}</p>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
        <Entry name="When">
          <time dateTime={occurredAt(stored)}>
            {dayOf(stored)}, {timeOf(stored)}
          </time>
        </Entry>
        <Entry name="Who">{describeActor(metadata.actor, viewer)}</Entry>
        {metadata.reason && <Entry name="Why">{metadata.reason}</Entry>}
        <Entry name="Type">
          <code className="font-mono text-xs">
            {event.type}, schema {stored.schemaVersion}
          </code>
        </Entry>
        <Entry name="Command">
          <code className="font-mono text-xs break-all">{metadata.commandId}</code>
        </Entry>
        <Links name="Caused by" moments={related.causes} onMove={onMove} />
        <Links name="Caused" moments={related.effects} onMove={onMove} />
        <Links name="Same command" moments={related.siblings} onMove={onMove} />
      </dl>
      <details>
        <summary className="min-h-8 cursor-pointer text-past underline decoration-dotted underline-offset-4">
          Event as stored
        </summary>
        <JsonBlock label={`Event ${stored.version} as stored`} value={stored} />
      </details>
    </section>
  );
});

function Entry({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <>
      <dt className="text-faint">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}

interface LinksProps {
  readonly name: string;
  readonly moments: readonly number[];
  readonly onMove: (moment: number) => void;
}

function Links({ name, moments, onMove }: LinksProps) {
  if (moments.length === 0) return null;
  return (
    <Entry name={name}>
      {moments.slice(0, 12).map((moment) => (
        <button
          key={moment}
          type="button"
          onClick={() => onMove(moment)}
          className="mr-3 min-h-6 text-past underline underline-offset-4"
        >
          Event {moment}
        </button>
      ))}
      {moments.length > 12 && `and ${moments.length - 12} more`}
    </Entry>
  );
}

/** Causes and effects lie close together, as a rule; looking this far is enough and cheap. */
const reach = 200;

function relatives(history: CartHistoryData, stored: StoredEvent<CartEvent>) {
  const { commandId, causationId } = stored.metadata;
  const related = { causes: [] as number[], effects: [] as number[], siblings: [] as number[] };
  for (let moment = stored.version - reach; moment <= stored.version + reach; moment += 1) {
    const other = history.eventAt(moment);
    if (!other || other.eventId === stored.eventId) continue;
    if (other.eventId === causationId || other.metadata.commandId === causationId) related.causes.push(moment);
    if (other.metadata.causationId === stored.eventId || other.metadata.causationId === commandId)
      related.effects.push(moment);
    if (other.metadata.commandId === commandId) related.siblings.push(moment);
  }
  return related;
}

async function copy(stored: StoredEvent): Promise<void> {
  await navigator.clipboard.writeText(JSON.stringify(stored, null, 2));
  toast.success("Copied the event as JSON.");
}
