import { deployStep } from "../../contract/index.ts";
import { RunnerFault, StepFailed } from "../outcome.ts";
import { commitLabel } from "../plan/commit-label.ts";
import { filesOf } from "../plan/files-of.ts";
import { unnamedWarning } from "../plan/judge-mounts.ts";
import { runtimeEnv } from "../plan/runtime-env.ts";
import type { StartRequest } from "../ports/driver.ts";
import type { ReleaseImage } from "../ports/target.ts";
import type { FetchedSource } from "../sources/git-sources.ts";
import type { Candidate, OwnTarget } from "./candidate.ts";
import type { DeployContext } from "./deploy-context.ts";

/** Starts the new version. It gets no traffic yet. */
export function start(
  deploy: DeployContext,
  { target, source, image }: { target: OwnTarget; source: FetchedSource | undefined; image: ReleaseImage },
): Promise<Candidate> {
  const { payload, journal, log, clock } = deploy;
  return journal.step(deployStep.start, async () => {
    const request = requestOf(deploy, { source, image });
    const { container, watch, lacksInit, unnamedVolumes } = await target.driver.start(request).catch((error) => {
      throw payload.reuseImage === null ? ofVanishedImage(error) : error;
    });
    log.say(`Started the new version as ${container.name}.`);
    if (lacksInit) log.say(noInit);
    deploy.unnamedVolumes.push(...unnamedVolumes.slice(0, maxUnnamed));
    for (const path of deploy.unnamedVolumes) {
      log.say(`Warning: ${unnamedWarning(path)}`);
      deploy.warnings.push(unnamedWarning(path));
    }
    return { container, watch, startedAt: clock.monotonic() };
  });
}

/** What shall run, whoever starts it. */
export function requestOf(
  { payload, release, secrets }: DeployContext,
  { source, image }: { source: FetchedSource | undefined; image: ReleaseImage },
): StartRequest {
  const { spec } = payload;
  const sha = source?.commit.sha ?? (spec.source.kind === "git" ? spec.source.commit : null);
  const env = runtimeEnv(spec, { values: secrets.env, commit: sha });
  // Of a release that is only started again no more is known than which one it is.
  const known = source?.commit ?? (sha === null ? undefined : { sha });
  const commit = known && commitLabel(known);
  const { imageId, origin: imageOrigin } = image;
  const volumes = payload.volumes.map((volume) => ({
    ...volume,
    password: secrets.sharePasswords.find((each) => each.volume === volume.id)?.password ?? null,
  }));
  const files = filesOf(spec, secrets.files);
  return { release, spec, image: imageId, imageOrigin, env, commit, volumes, files };
}

/** An image that declares more is told of its first ones. */
const maxUnnamed = 10;

const noInit =
  "This server's Docker has no docker-init, so processes that lose their parent stay until the container stops. The server's check says how to get it.";

/** It was there a moment ago: another resource's clean-up was quicker. The next attempt makes or pulls it again. */
const ofVanishedImage = (error: unknown) =>
  error instanceof StepFailed && error.failure.class === "image-unavailable"
    ? new RunnerFault(error.failure, { cause: error })
    : error;
