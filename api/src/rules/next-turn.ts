/** Whom a request is worked for: a team, or a network of strangers; and in which of its lanes it waits. */
export type Seat = { subject: string; lane: "people" | "runners" | "forges" };
/** How many are worked on in all, and how many of them for one subject. */
export type Places = { places: number; ofOne: number };

/**
 * Who begins now: of the subject that has the fewest at work, the lane that has the fewest at work; among equals whoever stands first.
 * `heads` is the first of every lane that waits, in the order of their turns. Undefined when nobody may.
 */
export function nextTurn<S extends Seat>(
  heads: readonly S[],
  atWork: readonly Seat[],
  { places, ofOne }: Places,
): S | undefined {
  if (atWork.length >= places) return undefined;
  const ofSubject = ({ subject }: Seat) => atWork.filter((each) => each.subject === subject).length;
  const ofLane = ({ subject, lane }: Seat) =>
    atWork.filter((each) => each.subject === subject && each.lane === lane).length;
  const chosen = fewest(
    heads.filter((head) => ofSubject(head) < ofOne),
    ofSubject,
  );
  return (
    chosen &&
    fewest(
      heads.filter(({ subject }) => subject === chosen.subject),
      ofLane,
    )
  );
}

function fewest<S>(list: readonly S[], count: (each: S) => number): S | undefined {
  let best: { each: S; count: number } | undefined;
  for (const each of list) {
    const own = count(each);
    if (!best || own < best.count) best = { each, count: own };
  }
  return best?.each;
}
