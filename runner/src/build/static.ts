import type { DockerHost } from "../engine/docker-host.ts";
import type { SourceTree } from "../sources/source-tree.ts";
import { packContext } from "./build-context.ts";
import type { BuiltImage } from "./build-event.ts";
import { BuildFault } from "./build-fault.ts";
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
  host: DockerHost,
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
  try {
    return await buildWithBuildkit(host, {
      ...sharedRequest({ ...run, buildArgs }),
      context,
      dockerfile: dockerfilePath,
      target: null,
      nameOf: nameStaticStep(site),
      noCache,
    });
  } catch (error) {
    if (error instanceof BuildFault && error.reason === "context-refused") throw noDirectory(site, error);
    throw error;
  }
}

/** The Dockerfile is ours and copies nothing else, so its words would lead nowhere. */
function noDirectory({ directory, command }: Pick<StaticSite, "directory" | "command">, cause: BuildFault): BuildFault {
  const where = command === null ? "in the repository" : "after the build command has run";
  return new BuildFault("context-refused", {
    sentence: `There is no directory ${directory} ${where}.`,
    evidence: command === null ? [] : [`RUN ${command}`],
    nextAction:
      "Set the directory of the site to the one that holds its index.html, seen from the base directory; `.` is that directory itself.",
    cause,
  });
}
