import { z } from "zod";
import { shippingMethods } from "./shipping";

const text = (what: string, longest: number) =>
  z
    .string()
    .trim()
    .min(1, `Enter ${what}.`)
    .max(longest, `Use at most ${longest} characters.`)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, "Use letters, digits and punctuation only.");

/** What checkout asks a guest. Each message is a sentence for the person at the field. */
export const checkoutForm = z.object({
  name: text("your name", 100),
  email: text("your email address", 200).pipe(z.email("Enter an email address like name@example.com.")),
  street: text("your street and number", 200),
  city: text("your town or city", 100),
  postcode: text("your postcode", 12).pipe(
    z.string().regex(/^[A-Za-z0-9][A-Za-z0-9 -]{1,10}$/, "Enter a postcode like YO1 7HH."),
  ),
  country: z.enum(["United Kingdom", "Ireland", "France", "Germany", "Netherlands"], "Choose a country we deliver to."),
  shipping: z.enum(
    shippingMethods.map((method) => method.id),
    "Choose how you would like it delivered.",
  ),
  payment: z.enum(["test-approved", "test-declined"], "Choose how you would like to pay."),
});

export type CheckoutForm = z.infer<typeof checkoutForm>;
export type CheckoutField = keyof CheckoutForm;

/** The first problem of each field, as a sentence. */
export function fieldProblems(error: z.ZodError<CheckoutForm>): Partial<Record<CheckoutField, string>> {
  const problems: Partial<Record<CheckoutField, string>> = {};
  for (const issue of error.issues) problems[issue.path[0] as CheckoutField] ??= issue.message;
  return problems;
}

/**
 * Short enough to say on the telephone, unique enough for a shop: the last eight letters and digits of the order's id. The
 * first ones are a time, alike for all who came within a minute.
 */
export function orderNumberOf(orderId: string): string {
  return orderId
    .slice(-8)
    .toUpperCase()
    .replace(/^(....)/, "$1-");
}
