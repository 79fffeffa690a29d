import { idOf } from "@fairlead/runner/contract";
import * as v from "valibot";

export const EnvironmentId = v.object({ id: idOf("environment") });

/** `path` as the list of changes names it. */
export const UndoChange = v.strictObject({
  path: v.pipe(v.string(), v.minLength(1), v.maxLength(300)),
});
export type UndoChange = v.InferOutput<typeof UndoChange>;

const ChangeView = v.strictObject({
  path: v.string(),
  area: v.picklist(["settings", "variables", "domains"]),
  kind: v.picklist(["added", "changed", "removed"]),
  /** null where there is none, and for a value that is hidden. */
  before: v.nullable(v.string()),
  after: v.nullable(v.string()),
  isHidden: v.boolean(),
  canUndo: v.boolean(),
  /** Only a deployment brings it out. Domains are served at once. */
  waits: v.boolean(),
});

/** What a deployment now would change of one application, against the release that serves. */
export const ChangesView = v.strictObject({
  applicationId: v.string(),
  applicationName: v.string(),
  /** The release that serves; null where none does, and then nothing is compared. */
  activeNumber: v.nullable(v.number()),
  changes: v.array(ChangeView),
  /** Why the settings of now make no release at all, in one sentence. */
  problem: v.nullable(v.string()),
});
export type ChangesView = v.InferOutput<typeof ChangesView>;

/** `hasMore`: more applications of the environment have changes than are compared at once. */
export const ChangesList = v.strictObject({ items: v.array(ChangesView), hasMore: v.boolean() });
export type ChangesList = v.InferOutput<typeof ChangesList>;
