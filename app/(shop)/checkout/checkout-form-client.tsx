"use client";

import {
  startTransition,
  useActionState,
  useEffect,
  useRef,
  useState,
  type ComponentProps,
  type SubmitEvent,
} from "react";
import { CartTotals } from "@/app/_components/cart/cart-totals";
import { useCart } from "@/app/_components/cart/cart-provider-client";
import { Price } from "@/app/_components/product/price";
import { Button } from "@/app/_ui/button";
import type { CheckoutField } from "@/lib/cart/checkout";
import type { PromoTerms, Totals } from "@/lib/cart/events";
import { placeOrder } from "./actions";

interface ShippingChoice {
  readonly id: string;
  readonly name: string;
  readonly promise: string;
  readonly totals: Totals;
}

interface CheckoutFormProps {
  /** The same for every attempt of this page, so that pressing twice orders once. */
  readonly commandId: string;
  readonly shipping: readonly ShippingChoice[];
  readonly promo: PromoTerms | null;
}

const countries = ["United Kingdom", "Ireland", "France", "Germany", "Netherlands"];
const payments = [
  { id: "test-approved", name: "Test card, approved", note: "For trying the shop out. No money moves." },
  { id: "test-declined", name: "Test card, declined", note: "To see what a refused payment looks like." },
];

export function CheckoutForm({ commandId, shipping, promo }: CheckoutFormProps) {
  const { view, store } = useCart();
  const [state, action, placing] = useActionState(placeOrder, { problems: {}, values: {} });
  const [method, setMethod] = useState(state.values.shipping ?? shipping[0]?.id ?? "");
  const form = useRef<HTMLFormElement>(null);
  const chosen = shipping.find(({ id }) => id === method) ?? shipping[0];
  const waiting = view.unconfirmed > 0;

  useEffect(() => {
    form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [state]);

  // React empties a form after its action, unless the form calls the action itself.
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    startTransition(() => action(data));
  };
  const field = (name: CheckoutField) => ({
    name,
    problem: state.problems[name],
    defaultValue: state.values[name] ?? "",
  });

  return (
    <form
      ref={form}
      action={action}
      onSubmit={submit}
      noValidate
      className="grid grid-cols-[minmax(0,1fr)] items-start gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,1fr)_22rem]"
    >
      <input type="hidden" name="commandId" value={commandId} />
      {shipping.map(({ id, totals }) => (
        <input key={id} type="hidden" name={`total-${id}`} value={totals.total} />
      ))}
      <div className="flex flex-col gap-10">
        {state.refusal && (
          <p role="alert" className="rounded-sm border-l-4 border-seal bg-tint px-4 py-3">
            {state.refusal}
          </p>
        )}
        <Group title="You">
          <Field label="Full name" autoComplete="name" {...field("name")} />
          <Field label="Email" type="email" autoComplete="email" {...field("email")} />
        </Group>
        <Group title="Where to">
          <Field label="Street address" autoComplete="street-address" wide {...field("street")} />
          <Field label="Town or city" autoComplete="address-level2" {...field("city")} />
          <Field label="Postcode" autoComplete="postal-code" {...field("postcode")} />
          <label className="flex flex-col gap-1.5 text-sm">
            Country
            <select
              name="country"
              autoComplete="country-name"
              defaultValue={state.values.country}
              className={inputClass}
            >
              {countries.map((country) => (
                <option key={country}>{country}</option>
              ))}
            </select>
          </label>
        </Group>
        <Group title="How it travels">
          {shipping.map(({ id, name, promise, totals }) => (
            <Choice
              key={id}
              name="shipping"
              value={id}
              checked={method === id}
              onChange={() => setMethod(id)}
              title={name}
              note={promise}
            >
              {totals.shipping === 0 ? "Free" : <Price amount={totals.shipping} />}
            </Choice>
          ))}
        </Group>
        <Group title="Payment (test only)" problem={state.problems.payment}>
          {payments.map(({ id, name, note }, index) => (
            <Choice
              key={id}
              name="payment"
              value={id}
              defaultChecked={(state.values.payment ?? payments[0]?.id) === id}
              title={name}
              note={note}
              aria-invalid={index === 0 && state.problems.payment !== undefined}
            />
          ))}
        </Group>
      </div>
      <div className="flex flex-col gap-6 rounded-md border border-rule bg-leaf p-6 shadow-leaf lg:sticky lg:top-36">
        {chosen && (
          <CartTotals
            totals={chosen.totals}
            promo={promo}
            shippingName={`Shipping, ${chosen.name.toLowerCase()}`}
            uncertain={waiting}
          />
        )}
        <Button type="submit" size="large" disabled={placing || waiting} onClick={() => store.retry()}>
          {placing ? "Placing your order…" : "Place order"}
        </Button>
        <p role="status" className="text-center text-sm text-faint empty:hidden">
          {waiting ? "Waiting for your last changes to be confirmed…" : ""}
        </p>
      </div>
    </form>
  );
}

const inputClass =
  "min-h-11 w-full rounded-sm border border-field bg-leaf px-3 text-base aria-invalid:border-seal aria-invalid:outline-seal";

function Group({
  title,
  problem,
  children,
}: {
  readonly title: string;
  readonly problem?: string | undefined;
  readonly children: React.ReactNode;
}) {
  return (
    <fieldset>
      <legend className="mb-4 font-serif text-2xl">{title}</legend>
      {problem && (
        <p role="alert" className="mb-3 text-sm text-seal">
          {problem}
        </p>
      )}
      <div className="grid gap-4 sm:grid-cols-2">{children}</div>
    </fieldset>
  );
}

interface FieldProps extends ComponentProps<"input"> {
  readonly label: string;
  readonly name: CheckoutField;
  readonly problem: string | undefined;
  readonly wide?: boolean;
}

function Field({ label, name, problem, wide = false, ...input }: FieldProps) {
  return (
    <div className={wide ? "sm:col-span-2" : ""}>
      <label htmlFor={name} className="mb-1.5 block text-sm">
        {label}
      </label>
      <input
        id={name}
        name={name}
        required
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? undefined : `${name}-problem`}
        className={inputClass}
        {...input}
      />
      {problem && (
        <p id={`${name}-problem`} className="mt-1.5 text-sm text-seal">
          {problem}
        </p>
      )}
    </div>
  );
}

interface ChoiceProps extends ComponentProps<"input"> {
  readonly title: string;
  readonly note: string;
}

function Choice({ title, note, children, ...input }: ChoiceProps) {
  return (
    <label className="flex items-start gap-3 rounded-sm border border-field bg-leaf p-4 has-checked:border-seal has-checked:outline has-checked:outline-seal has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-seal">
      <input type="radio" className="mt-1 size-4 accent-seal" {...input} />
      <span className="grow">
        <span className="flex justify-between gap-3 font-medium">
          {title} <span>{children}</span>
        </span>
        <span className="text-sm text-faint">{note}</span>
      </span>
    </label>
  );
}
