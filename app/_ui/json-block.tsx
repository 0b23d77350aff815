/** A value as JSON, in a box that scrolls and can be reached by keyboard. */
export function JsonBlock({ label, value }: { readonly label: string; readonly value: unknown }) {
  return (
    <pre
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
      tabIndex={0}
      role="region"
      aria-label={label}
      className="mt-1 max-h-72 overflow-auto rounded-sm bg-paper p-3 font-mono text-xs leading-relaxed"
    >
      {JSON.stringify(value, null, 2)}
    </pre>
  );
}
