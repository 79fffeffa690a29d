import { RunnerFault, StepFailed } from "../outcome.ts";
import type { ObservedContainer } from "../plan/observed.ts";
import { runtimeEnv } from "../plan/runtime-env.ts";
import type { ExitWatch } from "../ports/driver.ts";
import type { ReleaseImage, Target } from "../ports/target.ts";
import type { FetchedSource } from "../sources/git-sources.ts";
import type { DeployContext } from "./deploy-context.ts";

export type Candidate = {
  container: ObservedContainer;
  watch: ExitWatch;
  /** By the monotonic clock. */
  startedAt: number;
};

/** Starts the new version beside the old one. It gets no traffic yet. */
export function start(
  deploy: DeployContext,
  { target, source, image }: { target: Target; source: FetchedSource | undefined; image: ReleaseImage },
): Promise<Candidate> {
  const { payload, release, secrets, journal, log, clock } = deploy;
  const { spec } = payload;
  return journal.step("start", async () => {
    const sha = source?.commit.sha ?? (spec.source.kind === "git" ? spec.source.commit : null);
    const env = runtimeEnv(spec, { values: secrets.env, commit: sha });
    // Of a release that is only started again no more is known than which one it is.
    const known = source?.commit ?? (sha === null ? undefined : { sha });
    const commit = known && JSON.stringify(known);
    const { imageId, origin: imageOrigin } = image;
    const request = { release, spec, image: imageId, imageOrigin, env, commit };
    const { container, watch, lacksInit } = await target.driver.start(request).catch((error) => {
      throw payload.reuseImage === null ? ofVanishedImage(error) : error;
    });
    log.say(`Started the new version as ${container.name}.`);
    if (lacksInit) log.say(noInit);
    return { container, watch, startedAt: clock.monotonic() };
  });
}

const noInit =
  "This server's Docker has no docker-init, so processes that lose their parent stay until the application stops. The server's check says how to get it.";

/** It was there a moment ago: another application's clean-up was quicker. The next attempt makes or pulls it again. */
const ofVanishedImage = (error: unknown) =>
  error instanceof StepFailed && error.failure.class === "image-unavailable"
    ? new RunnerFault(error.failure, { cause: error })
    : error;
