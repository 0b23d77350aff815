import { describe, expect, test } from "vitest";
import { readEnvironment } from "./environment";

const complete = { DATABASE_URL: "postgres://clerk:secret@localhost:5432/cartulary", SESSION_SECRET: "x".repeat(32) };

/** The sentences that stop the start. */
function complaints(variables: Record<string, string | undefined>): string[] {
  try {
    readEnvironment(variables);
    return [];
  } catch (error) {
    return error instanceof Error ? error.message.split("\n") : [];
  }
}

describe("the environment", () => {
  test("is taken as it is when it is right, and logs what matters unless told otherwise", () => {
    expect(readEnvironment(complete)).toEqual({ ...complete, LOG_LEVEL: "info", MOST_IN_FLIGHT: 32 });
    expect(readEnvironment({ ...complete, LOG_LEVEL: "debug" }).LOG_LEVEL).toBe("debug");
    expect(readEnvironment({ ...complete, MOST_IN_FLIGHT: "4" }).MOST_IN_FLIGHT).toBe(4);
    expect(readEnvironment({ ...complete, DATABASE_URL: "postgresql://db/shop" }).DATABASE_URL).toBe(
      "postgresql://db/shop",
    );
  });

  test.each([
    ["DATABASE_URL", "mysql://localhost/shop", "postgres://user:password@host:5432/cartulary"],
    ["DATABASE_URL", "", "postgres://user:password@host:5432/cartulary"],
    ["SESSION_SECRET", "short", "at least 32 random characters"],
    ["MOST_IN_FLIGHT", "0", "a whole number from 1 to 10000"],
    ["MOST_IN_FLIGHT", "many", "a whole number from 1 to 10000"],
    ["LOG_LEVEL", "chatty", "info, warn, error, debug or silent"],
  ])("stops the start when %s is “%s”, and says what it should be", (name, value, expected) => {
    const [sentence, ...others] = complaints({ ...complete, [name]: value });
    expect(others).toEqual([]);
    expect(sentence).toMatch(new RegExp(`^${name} should be .*\\.$`));
    expect(sentence).toContain(expected);
  });

  test.each([
    ["DATABASE_URL", "postgres://user:password@host:5432/cartulary"],
    ["SESSION_SECRET", "at least 32 random characters"],
  ])("stops the start when %s is missing, and says what it should be", (name, expected) => {
    const [sentence, ...others] = complaints({ ...complete, [name]: undefined });
    expect(others).toEqual([]);
    expect(sentence).toMatch(new RegExp(`^${name} is not set.*\\.$`));
    expect(sentence).toContain(expected);
    expect(sentence).toContain("npm start");
  });

  test("complains of everything at once, a sentence each", () => {
    expect(complaints({ LOG_LEVEL: "chatty" }).map((sentence) => sentence.split(" ")[0])).toEqual([
      "DATABASE_URL",
      "SESSION_SECRET",
      "LOG_LEVEL",
    ]);
  });

  test("never repeats a secret", () => {
    expect(complaints({ ...complete, SESSION_SECRET: "hush-hush" }).join()).not.toContain("hush-hush");
    expect(complaints({ ...complete, DATABASE_URL: "mysql://clerk:hush-hush@db" }).join()).not.toContain("hush-hush");
  });
});
