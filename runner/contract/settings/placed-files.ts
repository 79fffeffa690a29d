import * as v from "valibot";
import { idOf } from "../ids.ts";
import { MountPath } from "./mounts.ts";

export const maxFiles = 50;
/** Of all files of one resource together, in bytes: they travel with every deployment. */
export const maxFilesBytes = 8 * 1_048_576;
export const maxFileBytes = 5 * 1_048_576;

const number = "(?:0|[1-9][0-9]{0,8})";
/** Numbers only: what a name stands for is known to the image alone. */
const FileOwner = v.pipe(
  v.string(),
  v.regex(new RegExp(`^${number}:${number}$`), "must be the numbers of a user and a group, such as 1000:1000"),
);

const PlacedFile = v.strictObject({
  path: MountPath,
  /** What is in it: sealed, and kept apart from the settings. */
  content: idOf("file"),
  mode: v.optional(v.pipe(v.string(), v.regex(/^0[0-7]{3}$/, "must be permissions such as 0644 or 0600")), "0644"),
  owner: v.optional(FileOwner, "0:0"),
});
export type PlacedFile = v.InferOutput<typeof PlacedFile>;

export const PlacedFiles = v.pipe(
  v.array(PlacedFile),
  v.maxLength(maxFiles, `must be at most ${maxFiles}`),
  v.check((list) => new Set(list.map(({ path }) => path)).size === list.length, "must name each path once"),
);
