import * as v from "valibot";
import { buildKind, namesNoImage } from "./build-kind.ts";

/** A ready image is only run. */
export const image = buildKind({
  kind: "image",
  from: "image",
  spec: v.strictObject({ kind: v.literal("image") }),
  title: "Ready image",
  port: 3_000,
  asksByArgument: false,
  images: namesNoImage,
  registries: () => [],
});
