import { isDrawn } from "@/lib/catalog/product";

/** A product's drawing, or, for stock codes from elsewhere, a cover set in type. Decorative: the name stands beside it. */
export function ProductPicture({ sku, className = "" }: { readonly sku: string; readonly className?: string }) {
  if (isDrawn(sku)) {
    // A vector of 2 to 4 KB has nothing to gain from an image optimiser.
    return (
      <img
        src={`/products/${sku}.svg`}
        alt=""
        width={400}
        height={400}
        className={`aspect-square h-auto w-full ${className}`}
      />
    );
  }
  return <TypographicCover sku={sku} className={className} />;
}

const accents = ["fill-seal", "fill-past", "fill-ink"] as const;

function TypographicCover({ sku, className }: { readonly sku: string; readonly className: string }) {
  const seed = [...sku].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7);
  const bars = Array.from({ length: 9 }, (_, index) => 8 + ((seed >> index) % 5) * 9 + ((seed * (index + 3)) % 17));
  const size = Math.min(62, Math.floor(350 / sku.length));
  return (
    <svg viewBox="0 0 400 400" aria-hidden="true" className={`aspect-square h-auto w-full ${className}`}>
      <rect x="70" y="40" width="260" height="320" rx="4" className="fill-leaf stroke-ink" strokeWidth="5" />
      <rect x="70" y="40" width="26" height="320" className={accents[seed % 3] ?? "fill-seal"} />
      <path d="M96 40v320" className="stroke-ink" strokeWidth="5" />
      {bars.map((length, index) => (
        <path
          key={index}
          d={`M${124 + index * 20} 308v-${length}`}
          className="stroke-ink"
          strokeWidth={index % 3 === 0 ? 7 : 3}
        />
      ))}
      <path d="M120 326h184" className="stroke-ink" strokeWidth="2.5" />
      <text x="213" y="185" textAnchor="middle" fontSize={size} className="fill-ink font-serif" letterSpacing="-1">
        {sku}
      </text>
      <path d="M150 212h126" className="stroke-rule" strokeWidth="2.5" />
    </svg>
  );
}
