import { type BuildOf, type GitBuildKind, isGitBuild } from "../../contract/index.ts";
import type { DockerHost } from "../engine/docker-host.ts";
import { isPulledByUs, readImageIds } from "../engine/images.ts";
import { StepFailed } from "../outcome.ts";
import { loginOf } from "../plan/login-of.ts";
import { imageTag, labelsOf } from "../plan/names.ts";
import { buildEnv } from "../plan/runtime-env.ts";
import type { BuildRequest, ReleaseImage } from "../ports/target.ts";
import type { BuiltImage } from "./build-event.ts";
import { BuildFault } from "./build-fault.ts";
import { createBuildLog } from "./build-log.ts";
import type { BuildRun } from "./build-run.ts";
import type { Builder, BuildPlace } from "./builder.ts";
import * as builders from "./builders.ts";
import { environmentDigest } from "./environment-digest.ts";
import { findUnpulled, type PullRequest, pullImage } from "./image.ts";

/** Makes the image of a release by the kind its spec names, or fetches it. `key` is a secret of this runner. */
export async function buildImage(
  host: DockerHost,
  { key, ...request }: BuildRequest & { key: string },
): Promise<ReleaseImage> {
  const { spec, source, log, signal } = request;
  const onEvent = createBuildLog(log, { warn: request.warn });
  if (spec.source.kind === "image") {
    log.say(`Pulling ${spec.source.image}.`);
    const credentials = loginOf(request.secrets, spec.source);
    const pull = { image: spec.source.image, credentials, onEvent, signal };
    return pullTold(host, pull).catch((error) => ofServer(host, { request, error, image: pull.image }));
  }
  if (!source || !isGitBuild(spec.build)) throw mismatch();
  const tree = await source.openTree(spec.build.context);
  const run = runOf(request, { onEvent, key });
  const at = { host, tree, run, request, commit: source.commit.sha };
  return built(await buildAs(spec.build.kind, spec.build, at));
}

type Builds = { [K in GitBuildKind]: BuildOf<K> };
/** The compiler keeps it whole: a kind that begins with a repository and that nothing here builds does not compile. */
const registered: { readonly [K in GitBuildKind]: Builder<Builds[K]> } = builders;

const buildAs = <K extends GitBuildKind>(kind: K, build: Builds[K], at: BuildPlace): Promise<BuiltImage> =>
  registered[kind](build, at);

const built = ({ imageId }: BuiltImage): ReleaseImage => ({ imageId, origin: "built" });

/** Only an image that this pull brought, or an earlier one of ours, may ever be removed: nobody can tell by its name. */
async function pullTold(host: DockerHost, request: PullRequest): Promise<ReleaseImage> {
  const before = await readImageIds(host);
  const { imageId } = await pullImage(host, request);
  const isOurs = !before.has(imageId) || (await isPulledByUs(host, imageId));
  return { imageId, origin: isOurs ? "pulled" : "found" };
}

/** Somebody built or loaded it on the server itself: no registry knows it, so there is nothing newer to be had. */
async function ofServer(
  host: DockerHost,
  { request, error, image }: { request: BuildRequest; error: unknown; image: string },
): Promise<ReleaseImage> {
  if (!(error instanceof BuildFault && unpulled.has(error.reason))) throw error;
  const imageId = await findUnpulled(host, image);
  if (imageId === undefined) throw error;
  const [, ...words] = error.message.split(": ");
  request.log.say(
    `No registry gives ${image} (${words.join(": ") || error.message}); the one on the server came from none, and is taken.`,
  );
  return { imageId, origin: "found" };
}
const unpulled = new Set<BuildFault["reason"]>(["image-denied", "image-not-found", "registry-unreachable"]);

function runOf(
  { spec, release, secrets, signal }: BuildRequest,
  { onEvent, key }: { onEvent: BuildRun["onEvent"]; key: string },
): BuildRun {
  // Every build variable is a secret mount: it exists in the steps that ask for it, and in no layer.
  const values = buildEnv(spec, secrets.env);
  return {
    tag: imageTag(release),
    labels: labelsOf(release),
    buildArgs: {},
    secrets: values,
    digest: environmentDigest(values, { resource: spec.application, key }),
    registries: secrets.registries,
    proxy: spec.outboundProxy,
    onEvent,
    signal,
  };
}

const mismatch = () =>
  new StepFailed({
    class: "invalid-spec",
    step: null,
    sentence: "The deployment's build kind does not fit its source.",
    evidence: [],
    nextAction: "Open the settings, choose how it is built, save, and deploy again.",
  });
