import type { DockerHost } from "../engine/docker-host.ts";
import { isPulledByUs, readImageIds } from "../engine/images.ts";
import { StepFailed } from "../outcome.ts";
import { frontendWarning } from "../plan/frontend-warning.ts";
import { loginOf } from "../plan/login-of.ts";
import { imageTag, labelsOf } from "../plan/names.ts";
import { buildEnv } from "../plan/runtime-env.ts";
import type { BuildRequest, ReleaseImage } from "../ports/target.ts";
import type { BuiltImage } from "./build-event.ts";
import { BuildFault } from "./build-fault.ts";
import { createBuildLog } from "./build-log.ts";
import type { BuildRun } from "./build-run.ts";
import { readBuildkitVersion } from "./buildkit-version.ts";
import { buildDockerfile } from "./dockerfile.ts";
import { declaredArguments } from "./dockerfile-text/declared-arguments.ts";
import { type ParsedDockerfile, parseDockerfile } from "./dockerfile-text/parse.ts";
import { secretArguments } from "./dockerfile-text/refuse-secret-arguments.ts";
import { environmentDigest } from "./environment-digest.ts";
import { findUnpulled, type PullRequest, pullImage } from "./image.ts";
import { buildStatic } from "./static.ts";

const maxDockerfileBytes = 1_048_576;
/** What is built, by the name that the running process has for it too. A build that does not ask does not depend on it. */
const commitArgument = "FAIRLEAD_COMMIT";

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
  if (!source || spec.build.kind === "image") throw mismatch();
  const tree = await source.openTree(spec.build.context);
  const run = runOf(request, { onEvent, key });
  if (spec.build.kind === "static") {
    const { directory, spaFallback, command, builderImage, noCache } = spec.build;
    const settings = { directory, spaFallback, command, builderImage, noCache };
    const buildArgs = { [commitArgument]: source.commit.sha };
    return built(await buildStatic(host, { tree, settings, run: { ...run, buildArgs } }));
  }
  const { dockerfile, target, noCache } = spec.build;
  const text = (await tree.readFile(dockerfile, { maxBytes: maxDockerfileBytes }))?.toString("utf8") ?? "";
  const parsed = parseDockerfile(text);
  const buildArgs = askedFor(request, { values: run.secrets, dockerfile, parsed });
  const warning = parsed.syntax === null ? undefined : frontendWarning(parsed.syntax, await readBuildkitVersion(host));
  if (warning) request.warn(warning);
  const settings = { dockerfile, target, noCache };
  return built(await buildDockerfile(host, { tree, settings, run: { ...run, buildArgs } }));
}

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
    digest: environmentDigest(values, { application: spec.application, key }),
    registries: secrets.registries,
    proxy: spec.outboundProxy,
    onEvent,
    signal,
  };
}

/**
 * The arguments that a Dockerfile asks for: the commit, and the variables that may be one. A secret that must not is never sent; that it was asked
 * for is told before anything is built.
 */
function askedFor(
  { spec, source, log }: BuildRequest,
  {
    values,
    dockerfile,
    parsed,
  }: { values: Readonly<Record<string, string>>; dockerfile: string; parsed: ParsedDockerfile },
): Record<string, string> {
  const declared = declaredArguments(parsed);
  const asked = declared.filter(({ name }) => Object.hasOwn(values, name));
  const rules = new Map(spec.env.map(({ key, argument }) => [key, argument]));
  const refused = asked.filter(({ name }) => rules.get(name) === "refused");
  if (refused.length > 0) throw secretArguments(dockerfile, refused);
  for (const { name, line } of asked.filter((each) => rules.get(each.name) === "warned"))
    log.say(`Warning: ${dockerfile}:${line} takes the secret ${name} by ARG: the image's history shows its value.`);
  const knowsCommit = source !== undefined && declared.some(({ name }) => name === commitArgument);
  return {
    ...Object.fromEntries(asked.map(({ name }) => [name, values[name] ?? ""])),
    ...(knowsCommit ? { [commitArgument]: source.commit.sha } : {}),
  };
}

const mismatch = () =>
  new StepFailed({
    class: "invalid-spec",
    step: null,
    sentence: "The deployment's build kind does not fit its source.",
    evidence: [],
    nextAction: "Open the application's settings, choose how it is built, save, and deploy again.",
  });
