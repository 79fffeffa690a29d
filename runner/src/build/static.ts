import type { Host } from "../hosts/host.ts";
import type { SourceTree } from "../sources/source-tree.ts";
import { packContext } from "./build-context.ts";
import type { BuiltImage } from "./build-event.ts";
import type { BuildRun } from "./build-run.ts";
import { buildWithBuildkit } from "./buildkit.ts";
import { sharedRequest } from "./dockerfile.ts";
import { environmentArgument } from "./dockerfile-text/secret-steps.ts";
import { compileDockerignore } from "./ignore/dockerignore.ts";
import { readIgnoreFile } from "./ignore/read-ignore-file.ts";
import { dockerfilePath, nameStaticStep, renderStaticFiles, type StaticSite } from "./static-files.ts";

export type StaticSettings = Omit<StaticSite, "buildArgNames" | "secretNames"> & { noCache: boolean };

/** Makes an image of Caddy and the site's files, after running the user's command in the builder image when there is one. */
export async function buildStatic(
  host: Host,
  { tree, settings, run }: { tree: SourceTree; settings: StaticSettings; run: BuildRun },
): Promise<BuiltImage> {
  const { noCache, ...site } = settings;
  const ignoreFile = await readIgnoreFile(tree, [".dockerignore"]);
  const extraFiles = renderStaticFiles({
    ...site,
    buildArgNames: Object.keys(run.buildArgs),
    secretNames: Object.keys(run.secrets),
  });
  const isIgnored = compileDockerignore(ignoreFile, []);
  const context = packContext(tree.openTar(), {
    base: tree.base,
    isIgnored,
    extraFiles,
  });
  const buildArgs = { ...run.buildArgs, [environmentArgument]: run.digest };
  return buildWithBuildkit(host, {
    ...sharedRequest({ ...run, buildArgs }),
    context,
    dockerfile: dockerfilePath,
    target: null,
    nameOf: nameStaticStep(site),
    noCache,
  });
}
