import type { ExitWatch } from "../drivers/driver.ts";
import type { ObservedContainer } from "../plan/observed.ts";
import { runtimeEnv } from "../plan/runtime-env.ts";
import type { FetchedSource } from "../sources/git-sources.ts";
import type { DeployContext, DeployTarget } from "./deploy-context.ts";

export type Candidate = {
  container: ObservedContainer;
  watch: ExitWatch;
  /** By the monotonic clock. */
  startedAt: number;
};

/** Starts the new version beside the old one. It gets no traffic yet. */
export function start(
  deploy: DeployContext,
  { target, source, image }: { target: DeployTarget; source: FetchedSource | undefined; image: string },
): Promise<Candidate> {
  const { payload, release, secrets, journal, log, clock } = deploy;
  const { spec } = payload;
  return journal.step("start", async () => {
    const sha = source?.commit.sha ?? (spec.source.kind === "git" ? spec.source.commit : null);
    const env = runtimeEnv(spec, { values: secrets.env, commit: sha });
    const commit = source && JSON.stringify(source.commit);
    const { container, watch } = await target.driver.start({ release, spec, image, env, commit });
    log.say(`Started the new version as ${container.name}.`);
    return { container, watch, startedAt: clock.monotonic() };
  });
}
