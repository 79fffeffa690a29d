import { idOf } from "@fairlead/runner/contract";
import * as v from "valibot";
import { ResourceId } from "../resource-id.ts";

export const FileId = v.object({ ...ResourceId.entries, file: idOf("file") });

/** One of the two: `text` as it is, or `base64` of any bytes. */
export const CreateFile = v.pipe(
  v.strictObject({
    text: v.optional(
      v.pipe(
        v.string(),
        v.check((text) => text.isWellFormed(), "must be text; give bytes as base64"),
      ),
    ),
    base64: v.optional(v.pipe(v.string(), v.base64("must be base64"))),
  }),
  v.check(({ text, base64 }) => (text === undefined) !== (base64 === undefined), "give either text or base64"),
);
export type CreateFile = v.InferOutput<typeof CreateFile>;

export const FileView = v.strictObject({
  id: v.string(),
  sizeBytes: v.number(),
  /** Whether it can be edited as text; it is downloaded otherwise. */
  isText: v.boolean(),
  createdAt: v.number(),
});
export type FileView = v.InferOutput<typeof FileView>;
export const FileList = v.strictObject({ items: v.array(FileView) });

/** One of the two is null. */
export const FileContent = v.strictObject({
  ...FileView.entries,
  text: v.nullable(v.string()),
  base64: v.nullable(v.string()),
});
