"use server";

/** The least that a server action can do. */
export async function answerNothing(): Promise<{ readonly ok: true }> {
  return { ok: true };
}
