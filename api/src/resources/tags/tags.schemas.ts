// pure

import { judgedBy, mostTags, refuseTag } from "@fairlead/runner/contract";
import * as v from "valibot";
import { Revision } from "../../kit/http/revision.ts";

/** One tag, as people write it. */
export const Tag = v.pipe(v.string(), v.maxLength(400), judgedBy(refuseTag));

/** The whole set: what is not in it goes. */
export const ReplaceTags = v.strictObject({
  /** Of the set, as it was read. */
  revision: Revision,
  tags: v.pipe(v.array(Tag), v.maxLength(mostTags, `a resource carries at most ${mostTags} tags`)),
});
export type ReplaceTags = v.InferOutput<typeof ReplaceTags>;

/** In the order in which they are compared, each as it was written. */
export const TagSet = v.strictObject({ tags: v.array(v.string()), revision: v.number() });
export type TagSet = v.InferOutput<typeof TagSet>;

/** What the tags of a team are, and how many resources carry each. */
export const TagList = v.strictObject({ items: v.array(v.strictObject({ tag: v.string(), count: v.number() })) });
