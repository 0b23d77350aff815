/** The shop's mark: a blob of vermilion wax with a C pressed into it. */
export function Seal({ className }: { readonly className?: string }) {
  return (
    <svg viewBox="0 0 64 64" aria-hidden="true" className={className}>
      <path
        className="fill-seal"
        d="M32 3l7 5 8.500-1 3 8 8 3-1 8.500 5 7-5 7 1 8.500-8 3-3 8-8.500-1-7 5-7-5-8.500 1-3-8-8-3 1-8.500-5-7 5-7-1-8.500 8-3 3-8 8.500 1z"
      />
      <circle cx="32" cy="33" r="19" fill="none" className="stroke-on-seal" strokeWidth="3" />
      <path fill="none" className="stroke-on-seal" strokeWidth="5" strokeLinecap="round" d="M40 26a11 11 0 1 0 0 14" />
    </svg>
  );
}
