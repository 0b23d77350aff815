"use client";

const format = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short" });

/** A time where the reader is. The server's guess, in its own zone, stands until the browser knows better. */
export function LocalTime({ iso }: { readonly iso: string }) {
  return (
    <time dateTime={iso} suppressHydrationWarning>
      {format.format(new Date(iso))}
    </time>
  );
}
