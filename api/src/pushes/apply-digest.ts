import { DamagedValue } from "@fairlead/db";
import type { ResultOf } from "@fairlead/runner/contract";
import type { Deps } from "../kit/deps.ts";
import { resourceEvent } from "../kit/events/resource-event.ts";
import { ifChanged, runBatchIf } from "../kit/write/if-changed.store.ts";
import { runBatch } from "../kit/write/run-batch.ts";
import { enqueueDeployment } from "../releases/deployments/enqueue-deployment.ts";
import { AppError } from "../rules/errors.ts";
import { judgeTagLook } from "../rules/tag-look.ts";
import { notificationStatements } from "../work/notifications/notify.ts";
import { sendDue } from "../work/notifications/send-due.ts";
import { type FollowedTag, findFollowedTag, saveDigest, saveTrouble } from "./digests.store.ts";
import { tagNews } from "./tag-news.ts";

type Looked = { teamId: string; subjectId: string; startedAt: number | null };

/** Takes over where a followed tag leads: only what changed is written, and it is told, or deployed and told, in the same batch. */
export async function applyDigest(deps: Deps, job: Looked, result: ResultOf<"read-digest">): Promise<void> {
  const { db, clock, hub } = deps;
  const of = { teamId: job.teamId, id: job.subjectId };
  const row = await findFollowedTag(db, of);
  // Saved since the look began: it may speak of another image.
  if (!row || (job.startedAt ?? 0) < row.updatedAt) return;
  const digestTrouble = row.digestTrouble instanceof DamagedValue ? null : row.digestTrouble;
  const look = judgeTagLook({ seenDigest: row.seenDigest, digestTrouble }, result);
  if (look.kind === "same") return;
  if (look.kind === "trouble")
    await runBatch(db, [saveTrouble(db, of, { trouble: look.trouble, next: clock.now() + look.againInMs })]);
  else if (look.kind === "first") await runBatch(db, [saveDigest(db, of, { from: row.seenDigest, to: look.digest })]);
  else await tellMove(deps, { row, teamId: job.teamId, to: look.digest });
  hub.publish(job.teamId, resourceEvent(row.id, row.state));
}

async function tellMove(deps: Deps, { row, teamId, to }: { row: FollowedTag; teamId: string; to: string }) {
  const { db } = deps;
  const { id, name, image, seenDigest: from } = row;
  const isDeployed = row.followTag === "deploy";
  const moved = saveDigest(db, { teamId, id }, { from, to });
  const content = tagNews({ id, name, image: image ?? "", isDeployed, digest: to });
  const subjectId = `${id}@${to}@${deps.clock.now()}`;
  const news = await notificationStatements(deps, { teamId, event: "image.changed", subjectId, content });
  if (isDeployed) await deploy(deps, { teamId, resourceId: id, statements: [moved, ...news] });
  else await runBatchIf(db, [moved, ifChanged(db), ...news]);
  deps.background(() => sendDue(deps));
}

type Deploying = { teamId: string; resourceId: string; statements: Awaited<ReturnType<typeof notificationStatements>> };

/** What cannot be deployed now is not marked as seen: the next look finds it again. */
async function deploy(deps: Deps, { teamId, resourceId, statements }: Deploying): Promise<void> {
  try {
    await enqueueDeployment(deps, { teamId, resourceId, trigger: "tag", commit: null, alongside: () => statements });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    deps.log.info("a followed tag is not deployed yet", { application: resourceId, because: error.code });
  }
}
