// pure

import { Command, RepoPath } from "@fairlead/runner/contract";
import * as v from "valibot";
import { ImageName } from "../image-name.ts";
import { buildForm } from "./build-form.ts";

export const staticSite = buildForm("static", {
  input: v.strictObject({
    kind: v.literal("static"),
    context: v.optional(RepoPath, "."),
    directory: v.optional(RepoPath, "."),
    spaFallback: v.optional(v.boolean(), false),
    command: v.optional(v.nullable(Command), null),
    builderImage: v.optional(v.nullable(ImageName), null),
  }),
  view: v.strictObject({
    kind: v.literal("static"),
    context: v.string(),
    directory: v.string(),
    spaFallback: v.boolean(),
    command: v.nullable(v.string()),
    builderImage: v.nullable(v.string()),
  }),
  refuse: ({ command, builderImage }) =>
    command !== null && builderImage === null
      ? { field: "builderImage", sentence: "name the image that the command runs in, e.g. node:24" }
      : undefined,
});
