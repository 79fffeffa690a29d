import { type Database, schema } from "@fairlead/db";
import type { Cause, Commit, DeploymentStatus } from "@fairlead/runner/contract";
import { and, eq, sql } from "drizzle-orm";
import { rolledUp } from "../../work/jobs/targets.store.ts";

const { resource, deployment } = schema;

// Statements of the runner's side: the job that holds the lease names the row, so no team is asked for.
const isOpen = sql`${deployment.status} IN ('queued', 'running', 'live', 'cancelling')`;

/** Back into the queue with its job, unless it goes on at another target. */
export const requeueDeployment = (db: Database, id: string) =>
  db
    .update(deployment)
    .set({ status: sql`coalesce(${rolledUp(deployment.id)}, 'queued')` })
    .where(and(eq(deployment.id, id), isOpen));

/** Every target has ended. `variables` stay as long as it may be brought out once more; up to a mebibyte of them. */
type End = { status: DeploymentStatus; cause: Cause | null; now: number; keepsVariables: boolean };

/** Terminal states never change: a deployment that has ended stays as it is. */
export const endDeployment = (db: Database, id: string, { status, cause, now, keepsVariables }: End) =>
  db
    .update(deployment)
    .set({ status, cause, finishedAt: now, ...(keepsVariables ? {} : { variables: "" }) })
    .where(and(eq(deployment.id, id), isOpen));

/** One of its targets has ended, others go on. */
export const goOn = (db: Database, id: string, status: DeploymentStatus) =>
  db
    .update(deployment)
    .set({ status })
    .where(and(eq(deployment.id, id), isOpen));

/** It had ended with a target that was left behind, and that one was looked after since. */
export const tellAnew = (db: Database, id: string, { status, cause }: Pick<End, "status" | "cause">) =>
  db.update(deployment).set({ status, cause }).where(eq(deployment.id, id));

export type Release = {
  image: string;
  container: string;
  commit: Pick<Commit, "sha" | "author" | "subject"> | null;
};

/** What it became where it got through first; a later target builds an image of its own. */
export const keepRelease = (db: Database, id: string, { image, container, commit, isFirst, now }: Kept) =>
  db
    .update(deployment)
    .set({
      image: isFirst ? image : sql`coalesce(${deployment.image}, ${image})`,
      container: isFirst ? container : sql`coalesce(${deployment.container}, ${container})`,
      liveAt: sql`coalesce(${deployment.liveAt}, ${now})`,
      ...(commit ? { commit: commit.sha, commitAuthor: commit.author, commitSubject: commit.subject } : {}),
    })
    .where(and(eq(deployment.id, id), isOpen));
type Kept = Release & { isFirst: boolean; now: number };

export type DeploymentNews = {
  id: string;
  number: number;
  status: DeploymentStatus;
  trigger: string;
  ref: string | null;
  commit: string | null;
  commitSubject: string | null;
  resourceId: string;
  resourceName: string;
};

/** What a notification tells of a deployment. */
export async function findDeploymentNews(db: Database, id: string): Promise<DeploymentNews | undefined> {
  const [row] = await db
    .select({
      id: deployment.id,
      number: deployment.number,
      status: deployment.status,
      trigger: deployment.trigger,
      ref: deployment.ref,
      commit: deployment.commit,
      commitSubject: deployment.commitSubject,
      resourceId: resource.id,
      resourceName: resource.name,
    })
    .from(deployment)
    .innerJoin(resource, eq(resource.id, deployment.resourceId))
    .where(eq(deployment.id, id))
    .limit(1);
  return row;
}
