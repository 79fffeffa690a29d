import * as v from "valibot";
import { ImageRef } from "./grammar.ts";

/** A repository of a registry, whole and without a tag: `ghcr.io/acme/shop`. */
export const ImageRepository = v.pipe(
  ImageRef,
  v.maxLength(200),
  v.check(
    (text) => !text.includes("@") && !text.slice(text.lastIndexOf("/") + 1).includes(":"),
    "must be a repository such as ghcr.io/acme/shop, without a tag or digest",
  ),
);
export const ImageTag = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/, "must be a tag such as latest: letters, digits and _ . -"),
);

/** Where a built image is pushed: under the id of its commit, and under `tag` as well unless that is null. */
export const ImagePush = v.strictObject({ repository: ImageRepository, tag: v.nullable(ImageTag) });
export type ImagePush = v.InferOutput<typeof ImagePush>;
