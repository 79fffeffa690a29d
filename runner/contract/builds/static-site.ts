import * as v from "valibot";
import { Command, ImageRef, RepoPath } from "../grammar.ts";
import { registryOf } from "../registry.ts";
import { staticSite as words } from "../words/builds/static-site.ts";
import { buildKind } from "./build-kind.ts";

/** Files served by our own image, after a command of the user's if there is one. */
export const staticSite = buildKind({
  kind: "static",
  words,
  spec: v.strictObject({
    kind: v.literal("static"),
    context: RepoPath,
    /** Directory that is published, inside the context (or made by the command). */
    directory: RepoPath,
    spaFallback: v.boolean(),
    /** Command that makes the directory, run in `builderImage` with the context as working directory. */
    command: v.nullable(Command),
    builderImage: v.nullable(ImageRef),
    noCache: v.boolean(),
  }),
  port: 80,
  asksByArgument: false,
  images: ({ builderImage }): Readonly<Record<string, string>> => (builderImage === null ? {} : { builderImage }),
  // The server of the files is Docker Hub's.
  registries: ({ builderImage }) => ["docker.io", ...(builderImage === null ? [] : [registryOf(builderImage)])],
});
