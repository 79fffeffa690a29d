import * as v from "valibot";
import { BuildTarget, RepoPath } from "../grammar.ts";
import { buildKind, namesNoImage } from "./build-kind.ts";

export const dockerfile = buildKind({
  kind: "dockerfile",
  from: "git",
  spec: v.strictObject({
    kind: v.literal("dockerfile"),
    context: RepoPath,
    dockerfile: RepoPath,
    target: v.nullable(BuildTarget),
    noCache: v.boolean(),
  }),
  title: "Dockerfile",
  port: 3_000,
  asksByArgument: true,
  images: namesNoImage,
  registries: () => null,
});
