"use client";

import { memo } from "react";
import { Modal } from "@/app/_ui/modal-client";

const keys: readonly (readonly [keys: readonly string[], what: string])[] = [
  [["←", "→"], "One event back, one on"],
  [["Page Up", "Page Down"], "Ten events on, ten back"],
  [["Home", "End"], "The first event, the last"],
  [["Space"], "Play and pause"],
  [["?"], "This list"],
];

interface KeysHelpProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

export const KeysHelp = memo(function KeysHelp({ open, onClose }: KeysHelpProps) {
  return (
    <Modal title="Keys for the history" open={open} onClose={onClose}>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-6 gap-y-3">
        {keys.map(([names, what]) => (
          <div key={what} className="contents">
            <dt className="flex gap-1.5">
              {names.map((name) => (
                <kbd key={name} className="rounded-sm border border-field bg-paper px-2 py-0.5 font-mono text-sm">
                  {name}
                </kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <p className="text-sm text-faint">The arrows work on the slider; none of them while you type.</p>
    </Modal>
  );
});
