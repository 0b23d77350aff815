import { checkAnswers, checkRealTime } from "./check-answers";
import { checkOrigins, checkStreams, nameOf } from "./check-log";
import { unitsOf, type Evidence, type LogEvent, type Sighting, type Violation } from "./evidence";

/**
 * Judges a log by what its writers and followers wrote down. Pure: it asks no database.
 *
 * Answers with every broken promise it can prove; none when the histories can all be true.
 */
export function check({ operations, log, followers }: Evidence): Violation[] {
  const units = unitsOf(operations);
  return [
    ...checkStreams(log),
    ...checkOrigins(log, units),
    ...checkAnswers(log, units),
    ...checkRealTime(log, units),
    ...Object.entries(followers).flatMap(([name, sightings]) => [...checkFollower(name, sightings, log)]),
  ];
}

/** A follower saw each event of the log exactly once, in the log's order, as it is stored. */
function* checkFollower(name: string, sightings: readonly Sighting[], log: readonly LogEvent[]): Iterable<Violation> {
  const stored = new Map(log.map((event) => [event.eventId, event]));
  const seen = new Set<string>();
  let before = 0;
  for (const sighting of sightings) {
    const told = `${name} saw ${nameOf(sighting)}`;
    const event = stored.get(sighting.eventId);
    if (seen.has(sighting.eventId)) yield { kind: "repeated", detail: `${told} twice` };
    else if (sighting.position <= before) yield { kind: "order", detail: `${told} after position ${before}` };
    if (!event) yield { kind: "lost", detail: `${told}, which is not stored` };
    else if (nameOf(event) !== nameOf(sighting))
      yield { kind: "differs", detail: `${told}, stored as ${nameOf(event)}` };
    seen.add(sighting.eventId);
    before = Math.max(before, sighting.position);
  }
  for (const event of log) {
    if (!seen.has(event.eventId)) yield { kind: "skipped", detail: `${name} never saw ${nameOf(event)}` };
  }
}
