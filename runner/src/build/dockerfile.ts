import { isSameRegistry } from "../../contract/index.ts";
import type { DockerHost } from "../engine/docker-host.ts";
import type { SourceTree } from "../sources/source-tree.ts";
import { packContext } from "./build-context.ts";
import type { BuiltImage } from "./build-event.ts";
import { BuildFault } from "./build-fault.ts";
import type { BuildRun } from "./build-run.ts";
import { buildWithBuildkit } from "./buildkit.ts";
import { markEnvironment } from "./dockerfile-text/mark-environment.ts";
import { compileDockerignore } from "./ignore/dockerignore.ts";
import { readIgnoreFile } from "./ignore/read-ignore-file.ts";
import { proxyBuildArgs } from "./proxy-args.ts";

export type DockerfileSettings = {
  /** Path within the tree. */
  dockerfile: string;
  target: string | null;
  noCache: boolean;
};

const maxDockerfileBytes = 1_048_576;

/** Builds the repository's own Dockerfile on the server. Throws as `buildWithBuildkit`, and `dockerfile-missing` before any upload. */
export async function buildDockerfile(
  host: DockerHost,
  { tree, settings, run }: { tree: SourceTree; settings: DockerfileSettings; run: BuildRun },
): Promise<BuiltImage> {
  const { dockerfile } = settings;
  const [found, ignoreFile] = await Promise.all([
    tree.readFile(dockerfile, { maxBytes: maxDockerfileBytes }),
    readIgnoreFile(tree, [`${dockerfile}.dockerignore`, ".dockerignore"]),
  ]);
  if (!found) throw noDockerfile(dockerfile);
  const isIgnored = compileDockerignore(ignoreFile, [dockerfile]);
  const marked = markEnvironment(found, run);
  const context = packContext(tree.openTar(), {
    base: tree.base,
    isIgnored,
    extraFiles: marked.content ? [{ path: dockerfile, content: marked.content }] : [],
  });
  const shared = sharedRequest({ ...run, buildArgs: { ...run.buildArgs, ...marked.buildArgs } });
  const noCache = settings.noCache || marked.isCacheUnsafe;
  return buildWithBuildkit(host, { ...settings, ...shared, noCache, context, lineOf: marked.lineOf });
}

/** The part of a build request that is the same for every kind. */
export function sharedRequest({ tag, labels, buildArgs, secrets, registries, proxy, onEvent, signal }: BuildRun) {
  const credentialsFor = (host: string) => registries.find(({ registry }) => isSameRegistry(registry, host));
  return {
    tag,
    labels,
    secrets,
    credentialsFor,
    buildArgs: { ...buildArgs, ...proxyBuildArgs(proxy) },
    onEvent,
    signal,
  };
}

function noDockerfile(path: string): BuildFault {
  return new BuildFault("dockerfile-missing", {
    sentence: `There is no file ${path} in the repository at this commit.`,
    nextAction: "Check the Dockerfile path and the base directory in the settings, or push the file.",
  });
}
