import type { schema } from "@fairlead/db";
import type { Deps } from "../../kit/deps.ts";
import type { Statement } from "../../kit/sql/statement.ts";
import { isRunnerOnline } from "../../places/runners/runner-online.ts";
import type { TargetPlacement } from "../../resources/targets/targets.store.ts";
import { firstToFetch } from "../../rules/first-to-fetch.ts";
import { insertJob, newJob } from "../../work/jobs/new-job.ts";
import { insertTargets, listImages } from "./target-results.store.ts";

type Order = {
  teamId: string;
  resourceId: string;
  deployment: typeof schema.deployment.$inferInsert;
  /** The release that is started again, without a build where its image is. */
  replayOf: string | undefined;
};

/** The others wait at most this long for the commit; then each looks for it by itself. */
const waitForCommitMs = 2 * 60_000;
/** For an image that is pushed, or a release command, they wait until that server is done with it or its job has ended. */
const waitForFirstMs = 24 * 60 * 60_000;

/**
 * A row and a job for each target. Where the head of a branch is to be found first, one server does that and the others wait, so that all of
 * them run the same commit. So it is with a release command, which runs once, and with an image that is pushed, which is
 * built once.
 */
export async function orderTargets(deps: Deps, places: readonly TargetPlacement[], order: Order): Promise<Statement[]> {
  const { db, clock } = deps;
  const { teamId, resourceId, deployment, replayOf } = order;
  const images = new Map(
    replayOf === undefined
      ? []
      : (await listImages(db, teamId, replayOf)).map(({ destinationId, image }) => [destinationId, image]),
  );
  const { container, push } = deployment.spec;
  const waitsForFirst = replayOf === undefined && (container.releaseCommand !== null || push !== null);
  const isHeadUnknown = deployment.spec.source.kind === "git" && deployment.spec.source.commit === null;
  const now = clock.now();
  const first = firstToFetch(
    places.map(({ state, ...of }) => ({ state, isOnline: isRunnerOnline(runnerOf(of), now) })),
  );
  const targets = places.map(({ destinationId, id: serverId, runnerId }, position) => {
    const jobOrder = { teamId, runnerId, serverId, resourceId, deploymentId: deployment.id };
    const job = newJob(deps, { kind: "deploy", ...jobOrder });
    const image = images.get(destinationId) ?? null;
    const heldMs = waitsForFirst ? waitForFirstMs : isHeadUnknown ? waitForCommitMs : 0;
    return {
      // A release that is only started again builds nothing and waits for no build slot.
      job: { ...job, isBuild: image === null, availableAt: position === first ? job.availableAt : now + heldMs },
      row: {
        deploymentId: deployment.id,
        destinationId,
        teamId,
        position,
        status: "queued" as const,
        image,
        jobId: job.id,
      },
    };
  });
  return [
    insertTargets(
      db,
      targets.map(({ row }) => row),
    ),
    ...targets.map(({ job }) => insertJob(db, job)),
  ];
}

const runnerOf = (of: Pick<TargetPlacement, "runnerLastSeenAt" | "runnerRevokedAt">) => ({
  lastSeenAt: of.runnerLastSeenAt,
  revokedAt: of.runnerRevokedAt,
});
