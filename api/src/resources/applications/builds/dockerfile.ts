// pure

import { BuildTarget, RepoPath } from "@fairlead/runner/contract";
import * as v from "valibot";
import { buildForm } from "./build-form.ts";

export const dockerfile = buildForm("dockerfile", {
  input: v.strictObject({
    kind: v.literal("dockerfile"),
    context: v.optional(RepoPath, "."),
    dockerfile: v.optional(RepoPath, "Dockerfile"),
    target: v.optional(v.nullable(BuildTarget), null),
  }),
  view: v.strictObject({
    kind: v.literal("dockerfile"),
    context: v.string(),
    dockerfile: v.string(),
    target: v.nullable(v.string()),
  }),
});
