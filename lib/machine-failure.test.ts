import { expect, test, vi } from "vitest";
import { connect } from "./database/connection";
import { LogBusyError, LogUnavailableError } from "./event-store/append-queue";
import { attempt } from "./machine-failure";

test("what a command answers is handed on", async () => {
  expect(await attempt(async () => 7)).toEqual({ ok: true, value: 7 });
});

test("a database that refuses is a rejection with a sentence", async () => {
  const sql = connect("postgres://nobody@127.0.0.1:1/nothing", { max: 1, answerWithinMs: 1_000 });
  const answer = await attempt(async () => sql`select 1`);
  expect(answer).toEqual({
    ok: false,
    rejection: { code: "unavailable", message: expect.stringMatching(/try again/) },
  });
  await sql.end();
});

test.each([
  [new LogBusyError("full"), "busy"],
  [new LogUnavailableError("silent"), "unavailable"],
])("what the log refuses with a %o is a rejection with a sentence", async (error, code) => {
  const answer = await attempt(async () => {
    throw error;
  });
  expect(answer).toEqual({ ok: false, rejection: { code, message: expect.stringMatching(/try again/) } });
});

test("a command that takes more than five seconds is answered then", async () => {
  vi.useFakeTimers();
  const answer = attempt(() => new Promise<never>(() => {}));
  await vi.advanceTimersByTimeAsync(5_000);
  vi.useRealTimers();
  expect(await answer).toMatchObject({ ok: false, rejection: { code: "unavailable" } });
});

test("a failure that does not pass by itself is thrown", async () => {
  await expect(attempt(() => Promise.reject(new TypeError("a slip")))).rejects.toThrow("a slip");
});
