import "@fontsource-variable/newsreader/opsz.css";
import "@fontsource-variable/newsreader/opsz-italic.css";
import "@fontsource-variable/instrument-sans";
import "@fontsource-variable/jetbrains-mono";
import "./globals.css";
import type { Metadata, Viewport } from "next";
import { keepEarlySubmits } from "./_components/cart/early-submits";

export const metadata: Metadata = {
  title: { default: "Cartulary, the record-keepers’ shop", template: "%s · Cartulary" },
  description: "Notebooks, inks, hourglasses and maps, in a shop that remembers every step of your cart.",
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f6f0e2" },
    { media: "(prefers-color-scheme: dark)", color: "#131a2b" },
  ],
};

export default function RootLayout({ children }: LayoutProps<"/">) {
  return (
    <html lang="en-GB">
      <body>
        <script dangerouslySetInnerHTML={{ __html: keepEarlySubmits }} />
        {children}
      </body>
    </html>
  );
}
