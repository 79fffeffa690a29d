import { bulkOutcomes, bulkVerbs, idOf, mostOfABulk, resourceId } from "@fairlead/runner/contract";
import * as v from "valibot";
import { PageQuery } from "../../kit/http/page.ts";
import { Tag } from "../../resources/tags/tags.schemas.ts";

export const BulkId = v.object({ id: idOf("bulk") });
export const BulkQuery = v.object(PageQuery.entries);

const choice = {
  verb: v.picklist(bulkVerbs),
  /** Everything that carries it; with one of the two below, only what is there. */
  tag: v.optional(Tag),
  projectId: v.optional(idOf("project")),
  environmentId: v.optional(idOf("environment")),
  /** Or these, in the order given. */
  ids: v.optional(
    v.pipe(
      v.array(resourceId()),
      v.minLength(1),
      v.maxLength(mostOfABulk, `at most ${mostOfABulk} resources at once`),
      v.check((ids) => new Set(ids).size === ids.length, "names a resource twice"),
    ),
  ),
};
type Named = {
  tag?: string | undefined;
  ids?: string[] | undefined;
  projectId?: string | undefined;
  environmentId?: string | undefined;
};
/** Ids say where they are by themselves. */
const isClear = ({ tag, ids, projectId, environmentId }: Named) =>
  ids === undefined ? tag !== undefined : tag === undefined && projectId === undefined && environmentId === undefined;
const howToName = "give either ids, or a tag with perhaps a projectId or an environmentId";

/** Query: what an order by a tag would be about; without one that is nothing. */
export const BulkPreviewQuery = v.object({
  verb: v.optional(choice.verb, "deploy"),
  tag: choice.tag,
  projectId: choice.projectId,
  environmentId: choice.environmentId,
});

export const BulkOrder = v.pipe(
  v.strictObject({
    ...choice,
    /** Of the caller's own making: asked again with it, the answer is the operation that was begun the first time. */
    key: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{8,64}$/, "must be 8 to 64 letters, digits, _ or -"))),
  }),
  v.check((of) => isClear(of), howToName),
);
export type BulkOrder = v.InferOutput<typeof BulkOrder>;
export type BulkChoice = Omit<BulkOrder, "key">;

/** What would be asked of each; `refusal` says in a sentence why it would be skipped. */
export const BulkPreview = v.strictObject({
  items: v.array(v.strictObject({ resourceId: v.string(), name: v.string(), refusal: v.nullable(v.string()) })),
});
export type BulkPreview = v.InferOutput<typeof BulkPreview>;

const summary = {
  id: v.string(),
  verb: v.picklist(bulkVerbs),
  tag: v.nullable(v.string()),
  projectId: v.nullable(v.string()),
  environmentId: v.nullable(v.string()),
  /** `running` until every member has ended. */
  state: v.picklist(["running", "ended"]),
  createdBy: v.strictObject({ id: v.string(), name: v.nullable(v.string()) }),
  createdAt: v.number(),
  finishedAt: v.nullable(v.number()),
};
/** How many members are how far. In a list those that were begun count as running. */
const counts = v.record(v.picklist(bulkOutcomes), v.number());

export const BulkView = v.strictObject({ ...summary, counts });
export type BulkView = v.InferOutput<typeof BulkView>;

export const BulkDetail = v.strictObject({
  ...summary,
  counts,
  members: v.array(
    v.strictObject({
      resourceId: v.string(),
      /** As it was called when this was asked. */
      name: v.string(),
      state: v.picklist(bulkOutcomes),
      /** Why it failed or was skipped. */
      reason: v.nullable(v.string()),
      deploymentId: v.nullable(v.string()),
    }),
  ),
});
export type BulkDetail = v.InferOutput<typeof BulkDetail>;
