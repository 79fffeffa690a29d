import type { BuildOf } from "../../../contract/index.ts";
import { type Builder, commitArgument } from "../builder.ts";
import { buildStatic } from "../static.ts";

export const staticSite: Builder<BuildOf<"static">> = (build, { host, tree, run, commit }) => {
  const { directory, spaFallback, command, builderImage, noCache } = build;
  const settings = { directory, spaFallback, command, builderImage, noCache };
  return buildStatic(host, { tree, settings, run: { ...run, buildArgs: { [commitArgument]: commit } } });
};
