// pure

import { idOf, mostTags, refuseTag, resourceKindNames, resourceStates, tagKey } from "@fairlead/runner/contract";
import * as v from "valibot";
import { PageQuery } from "../../kit/http/page.ts";
import { resourceFields } from "./resource-item.ts";

export const counters = ["kind", "state", "server"] as const;
export type Counter = (typeof counters)[number];

/** Some of these words, separated by commas. */
function wordsOf<const W extends string>(words: readonly W[]) {
  const isWord = (text: string): text is W => words.some((word) => word === text);
  return v.pipe(
    v.string(),
    v.check((text) => text.split(",").every(isWord), `must be some of ${words.join(", ")}, separated by commas`),
    v.transform((text) => [...new Set(text.split(",").filter(isWord))]),
  );
}

const mostWords = 10;
/** Words as they are compared: in lower case. */
const Search = v.pipe(
  v.string(),
  v.maxLength(200),
  v.transform((text) => text.toLowerCase().split(/\s+/).filter(Boolean)),
  v.check((words) => words.length > 0, "must hold a word"),
  v.check((words) => words.length <= mostWords, `must be ${mostWords} words or fewer`),
);

/** Tags as they are compared, separated by commas, of which a tag holds none. */
const Tags = v.pipe(
  v.string(),
  v.maxLength(2_000),
  v.transform((text) => text.split(",").map((each) => each.trim())),
  v.check((tags) => tags.every((each) => refuseTag(each) === undefined), "must be tags, separated by commas"),
  v.check((tags) => tags.length <= mostTags, `must be ${mostTags} tags or fewer`),
  v.transform((tags): string[] => [...new Set(tags.map(tagKey))]),
);

const places = {
  projectId: v.optional(idOf("project")),
  environmentId: v.optional(idOf("environment")),
  serverId: v.optional(idOf("server")),
};

export const ResourceQuery = v.object({
  ...PageQuery.entries,
  ...places,
  kind: v.optional(wordsOf(resourceKindNames)),
  state: v.optional(wordsOf(resourceStates)),
  /** Carries every one of these. */
  tag: v.optional(Tags),
  /** Words, each of which a name, an address, a tag, an image or a repository holds, or which begin a commit. */
  search: v.optional(Search),
  /** Left out: all of them. `id` always comes. */
  fields: v.optional(wordsOf(resourceFields)),
  /** How many there are in all of what the filter matches. */
  counters: v.optional(wordsOf(counters)),
});
export type ResourceQuery = v.InferOutput<typeof ResourceQuery>;

/** What a list may be asked for by whoever knows its kinds; `own`: the value of the column of its kind. */
export type ListQuery = Partial<Omit<ResourceQuery, "counters" | "limit">> & { own?: string | undefined };
