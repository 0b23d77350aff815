import { expect, test } from "vitest";
import { signMoment, readMoment } from "./shared-moment";
import { newVisitor, signVisitor } from "./visitor";

const secret = "a secret of at least thirty-two letters";
const moment = { streamId: "cart-0198", version: 12, expiresAt: 2_000 };

test("a link leads to the moment it was made for, until it expires", () => {
  const token = signMoment(moment, secret);
  expect(readMoment(token, secret, 1_999)).toEqual(moment);
  expect(readMoment(token, secret, 2_000)).toBeUndefined();
});

test("a link that was changed, made up, or signed for something else leads nowhere", () => {
  const token = signMoment(moment, secret);
  const other = Buffer.from(JSON.stringify({ ...moment, version: 13 })).toString("base64url");
  expect(readMoment(other + token.slice(token.indexOf(".")), secret, 0)).toBeUndefined();
  expect(readMoment(token, "another secret of thirty-two letters", 0)).toBeUndefined();
  expect(readMoment("", secret, 0)).toBeUndefined();
  expect(readMoment(signVisitor(newVisitor(), secret), secret, 0)).toBeUndefined();
});
