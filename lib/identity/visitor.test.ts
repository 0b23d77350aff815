import { sign } from "cookie-signature";
import { version } from "uuid";
import { describe, expect, test } from "vitest";
import { newVisitor, readVisitor, signVisitor, visitorCookieOptions } from "./visitor";

const secret = "the shop's own secret, which nobody else knows";
const visitor = newVisitor();
const cookie = signVisitor(visitor, secret);
const anotherId = newVisitor().id;

describe("a visitor's cookie", () => {
  test("names the visitor it was signed for", () => {
    expect(readVisitor(cookie, secret)).toEqual(visitor);
    expect(visitor.owner).toBe(`visitor:${visitor.id}`);
  });

  test("is out of reach for scripts and for other sites' forms", () => {
    expect(visitorCookieOptions).toMatchObject({ httpOnly: true, sameSite: "lax", path: "/" });
  });

  test.each([
    ["there is none", undefined],
    ["it is empty", ""],
    ["it is a bare id, unsigned", visitor.id],
    ["it has an empty signature", `${visitor.id}.`],
    ["it has only a signature", cookie.slice(cookie.lastIndexOf("."))],
    ["its signature is cut short", cookie.slice(0, -1)],
    ["its beginning is cut off", cookie.slice(1)],
    ["something was added", `${cookie}=`],
    ["it carries another id under this one's signature", cookie.replace(visitor.id, anotherId)],
    ["it was signed with another secret", signVisitor(visitor, "somebody else's secret")],
    ["it was signed with no secret to speak of", signVisitor(visitor, " ")],
    ["it signs something that is no id", sign("admin", secret)],
    ["it signs an id with something behind it", sign(`${visitor.id} `, secret)],
    ["it is nonsense", "�.%00.....".repeat(50)],
  ])("names nobody when %s", (_, forged) => {
    expect(readVisitor(forged, secret)).toBeUndefined();
  });
});

test("a new visitor's id begins with the time, and so do those that follow from it", () => {
  expect(version(visitor.id)).toBe(7);
});

test("every new visitor is somebody else", () => {
  expect(new Set(Array.from({ length: 1_000 }, () => newVisitor().id)).size).toBe(1_000);
});
