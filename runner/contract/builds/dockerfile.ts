import * as v from "valibot";
import { BuildTarget, RepoPath } from "../grammar.ts";
import { dockerfile as words } from "../words/builds/dockerfile.ts";
import { buildKind, namesNoImage } from "./build-kind.ts";

export const dockerfile = buildKind({
  kind: "dockerfile",
  words,
  spec: v.strictObject({
    kind: v.literal("dockerfile"),
    context: RepoPath,
    dockerfile: RepoPath,
    target: v.nullable(BuildTarget),
    noCache: v.boolean(),
  }),
  port: 3_000,
  asksByArgument: true,
  images: namesNoImage,
  registries: () => null,
});
