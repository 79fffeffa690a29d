import type { BuiltImage } from "../build/build-event.ts";
import type { BuildRun } from "../build/build-run.ts";
import { buildDockerfile } from "../build/dockerfile.ts";
import { type PullRequest, pullImage } from "../build/image.ts";
import { buildStatic } from "../build/static.ts";
import { isPulledByUs, readImageIds } from "../drivers/docker/images.ts";
import type { Host } from "../hosts/host.ts";
import { StepFailed } from "../outcome.ts";
import { imageTag, labelsOf } from "../plan/names.ts";
import { buildEnv } from "../plan/runtime-env.ts";
import type { SourceTree } from "../sources/source-tree.ts";
import type { BuildRequest, ReleaseImage } from "../steps/deploy-context.ts";
import { createBuildLog } from "./build-log.ts";
import { declaredArguments } from "./declared-arguments.ts";

const maxDockerfileBytes = 1_048_576;

/** Makes the image of a release by the kind its spec names, or fetches it. */
export async function buildImage(host: Host, request: BuildRequest): Promise<ReleaseImage> {
  const { spec, source, secrets, log, signal } = request;
  const onEvent = createBuildLog(log);
  if (spec.source.kind === "image") {
    log.say(`Pulling ${spec.source.image}.`);
    const credentials = spec.source.auth === "registry" ? secrets.registry : null;
    return pullTold(host, { image: spec.source.image, credentials, onEvent, signal });
  }
  if (!source || spec.build.kind === "image") throw mismatch();
  const tree = await source.openTree(spec.build.context);
  const run = runOf(request, onEvent);
  if (spec.build.kind === "static") {
    const { directory, spaFallback, command, builderImage, noCache } = spec.build;
    const settings = { directory, spaFallback, command, builderImage, noCache };
    return built(await buildStatic(host, { tree, settings, run }));
  }
  const { dockerfile, target, noCache } = spec.build;
  const buildArgs = await askedFor(run.secrets, { tree, dockerfile });
  const settings = { dockerfile, target, noCache };
  return built(await buildDockerfile(host, { tree, settings, run: { ...run, buildArgs } }));
}

const built = ({ imageId }: BuiltImage): ReleaseImage => ({ imageId, origin: "built" });

/** Only an image that this pull brought, or an earlier one of ours, may ever be removed: nobody can tell by its name. */
async function pullTold(host: Host, request: PullRequest): Promise<ReleaseImage> {
  const before = await readImageIds(host);
  const { imageId } = await pullImage(host, request);
  const isOurs = !before.has(imageId) || (await isPulledByUs(host, imageId));
  return { imageId, origin: isOurs ? "pulled" : "found" };
}

function runOf({ spec, release, secrets, signal }: BuildRequest, onEvent: BuildRun["onEvent"]): BuildRun {
  return {
    tag: imageTag(release),
    labels: labelsOf(release),
    buildArgs: {},
    // Every build variable is a secret mount: it exists in the steps that ask for it, and in no layer.
    secrets: buildEnv(spec, secrets.env),
    registry: null,
    proxy: spec.outboundProxy,
    onEvent,
    signal,
  };
}

/** A Dockerfile that says ARG NAME asks for a build argument, and accepts that its history shows the value. */
async function askedFor(
  values: Readonly<Record<string, string>>,
  { tree, dockerfile }: { tree: SourceTree; dockerfile: string },
): Promise<Record<string, string>> {
  const text = (await tree.readFile(dockerfile, { maxBytes: maxDockerfileBytes }))?.toString("utf8") ?? "";
  const names = declaredArguments(text);
  return Object.fromEntries(Object.entries(values).filter(([key]) => names.has(key)));
}

const mismatch = () =>
  new StepFailed({
    class: "invalid-spec",
    step: null,
    sentence: "The deployment's build kind does not fit its source.",
    evidence: [],
    nextAction: "Open the application's settings, choose how it is built, save, and deploy again.",
  });
