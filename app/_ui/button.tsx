import type { ComponentProps } from "react";

const looks = {
  primary: "bg-seal text-on-seal hover:brightness-110 disabled:opacity-55 aria-disabled:opacity-55",
  quiet: "border border-field text-ink hover:bg-tint disabled:opacity-55",
  bare: "text-ink underline decoration-rule underline-offset-4 hover:decoration-seal disabled:opacity-55",
} as const;

const sizes = {
  small: "min-h-9 px-3 text-sm pointer-coarse:min-h-11",
  medium: "min-h-11 px-5",
  large: "min-h-13 px-7 text-lg",
} as const;

export type ButtonLook = keyof typeof looks;

/** The classes of a button, for links that look like one. */
export function buttonClass(look: ButtonLook = "primary", size: keyof typeof sizes = "medium", more = ""): string {
  const shape =
    "inline-flex items-center justify-center gap-2 rounded-sm font-medium transition duration-150 select-none active:translate-y-px";
  return `${shape} ${looks[look]} ${look === "bare" ? "" : sizes[size]} ${more}`;
}

interface ButtonProps extends ComponentProps<"button"> {
  readonly look?: ButtonLook;
  readonly size?: keyof typeof sizes;
}

export function Button({ look = "primary", size = "medium", className = "", type = "button", ...props }: ButtonProps) {
  return <button type={type} className={buttonClass(look, size, className)} {...props} />;
}
