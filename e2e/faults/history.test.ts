import { mkdtempSync, readFileSync, rmSync, appendFileSync, openSync, closeSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { HistoryWriter, lastLines, parseHistory, type Answer, type Request } from "./history";
import { readSightings, repairSightings, writeSighting } from "./sightings";

const request: Request = { kind: "command", streamId: "diary-1", commandId: "a", by: 1 };
const answer: Answer = { outcome: "conflict", version: 3 };

function newFile(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "cartulary-history-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return path.join(folder, "writer-1.jsonl");
}

test("a history tells what was asked, and of each request whether it was answered, failed, or is unknown", () => {
  const file = newFile();
  const history = new HistoryWriter(file);
  for (const id of ["one", "two", "three"]) history.invoked(id, request);
  history.failed("two", "ECONNRESET: gone");
  history.answered("one", [answer]);

  const [one, two, three] = parseHistory(readFileSync(file, "utf8"));

  expect(one).toMatchObject({ id: "one", request, answers: [answer] });
  expect(one?.answeredAt).toBeGreaterThan(one?.invokedAt ?? Infinity);
  expect(two).toMatchObject({ id: "two", failure: "ECONNRESET: gone" });
  expect(three).toEqual({ id: "three", request, invokedAt: expect.any(Number) });
});

test("a line that a kill has cut off was told to nobody", () => {
  const file = newFile();
  const history = new HistoryWriter(file);
  history.invoked("one", request);
  appendFileSync(file, '{"id":"one","at":12,"answ');
  expect(parseHistory(readFileSync(file, "utf8"))).toEqual([{ id: "one", request, invokedAt: expect.any(Number) }]);
});

test("the end of a long file is its last whole lines", () => {
  const file = newFile();
  writeFileSync(file, "first\nsecond\nthird\ncut");
  expect(lastLines(file, 1_000)).toEqual(["first", "second", "third"]);
  expect(lastLines(file, 12)).toEqual(["third"]);
});

test("a follower goes on from its last whole line", () => {
  const file = newFile();
  expect(readSightings(file)).toEqual({ checkpoint: 0, seen: [] });
  const [one, two] = [1, 2].map((n) => ({ streamId: "diary-1", version: n, eventId: `event ${n}`, position: n * 10 }));
  if (!one || !two) throw new Error("There are two.");
  const descriptor = openSync(file, "a");
  writeSighting(descriptor, 15, [one]);
  closeSync(descriptor);
  appendFileSync(file, '[25,["diary-1",2,');

  repairSightings(file);
  const again = openSync(file, "a");
  writeSighting(again, 20, [two]);
  closeSync(again);

  expect(readSightings(file)).toEqual({ checkpoint: 20, seen: [one, two] });
});
