import * as v from "valibot";
import { image as words } from "../words/builds/image.ts";
import { buildKind, namesNoImage } from "./build-kind.ts";

/** A ready image is only run. */
export const image = buildKind({
  kind: "image",
  words,
  spec: v.strictObject({ kind: v.literal("image") }),
  port: 3_000,
  asksByArgument: false,
  images: namesNoImage,
  registries: () => [],
});
