import { type Database, schema } from "@fairlead/db";
import type { ApplicationState, Cause, DeploymentStatus } from "@fairlead/runner/contract";
import { and, eq, ne, type SQL, sql } from "drizzle-orm";

const { resource, deployment } = schema;

// Statements of the runner's side: the job that holds the lease names the row, so no team is asked for.
const isOpen = sql`${deployment.status} IN ('queued', 'running', 'live', 'cancelling')`;

/** Back into the queue with its job. */
export const requeueDeployment = (db: Database, id: string) =>
  db
    .update(deployment)
    .set({ status: "queued" })
    .where(and(eq(deployment.id, id), isOpen));

/** What never succeeded is never rolled back to, so nobody asks for its variables any more: up to a mebibyte of them. */
const withoutVariables = (status: DeploymentStatus) => (status === "succeeded" ? {} : { variables: "" });

/** Terminal states never change: a deployment that has ended stays as it is. */
export const endDeployment = (
  db: Database,
  id: string,
  end: { status: DeploymentStatus; cause: Cause | null; now: number },
) =>
  db
    .update(deployment)
    .set({ status: end.status, cause: end.cause, finishedAt: end.now, ...withoutVariables(end.status) })
    .where(and(eq(deployment.id, id), isOpen));

export type Release = {
  image: string;
  container: string;
  commit: { sha: string; author: string; subject: string } | null;
  now: number;
};

/** The release serves: two statements in one batch, so that one application never has two. */
export function activateRelease(db: Database, target: { id: string; applicationId: string }, release: Release) {
  const { commit } = release;
  const stillOpen = sql`EXISTS (SELECT 1 FROM deployment d WHERE d.id = ${target.id}
    AND d.status IN ('queued', 'running', 'live', 'cancelling'))`;
  return [
    deactivateOthers(db, target, stillOpen),
    db
      .update(deployment)
      .set({
        status: "succeeded",
        isActive: true,
        cause: null,
        image: release.image,
        container: release.container,
        liveAt: sql`coalesce(${deployment.liveAt}, ${release.now})`,
        finishedAt: release.now,
        ...(commit ? { commit: commit.sha, commitAuthor: commit.author, commitSubject: commit.subject } : {}),
      })
      .where(and(eq(deployment.id, target.id), isOpen)),
  ] as const;
}

const deactivateOthers = (db: Database, target: { id: string | null; applicationId: string }, condition: SQL) =>
  db
    .update(deployment)
    .set({ isActive: false })
    .where(
      and(
        eq(deployment.resourceId, target.applicationId),
        sql`${deployment.isActive} = 1`,
        target.id === null ? undefined : ne(deployment.id, target.id),
        condition,
      ),
    );

/** What a look at the target found is the truth: the release that runs there is the one that serves. */
export function adoptObserved(db: Database, applicationId: string, live: string | null) {
  return [
    deactivateOthers(db, { id: live, applicationId }, sql`true`),
    db
      .update(deployment)
      .set({ isActive: true })
      .where(and(eq(deployment.id, live ?? ""), eq(deployment.resourceId, applicationId))),
  ] as const;
}

/** An application that is being removed stays so until its row goes. */
export const setApplicationState = (db: Database, id: string, set: { state: ApplicationState; now: number }) =>
  db
    .update(resource)
    .set({ state: set.state, stateObservedAt: set.now })
    .where(and(eq(resource.id, id), ne(resource.state, "removing")));

export type DeploymentNews = {
  id: string;
  number: number;
  trigger: string;
  ref: string | null;
  commit: string | null;
  commitSubject: string | null;
  applicationId: string;
  applicationName: string;
};

/** What a notification tells of a deployment. */
export async function findDeploymentNews(db: Database, id: string): Promise<DeploymentNews | undefined> {
  const [row] = await db
    .select({
      id: deployment.id,
      number: deployment.number,
      trigger: deployment.trigger,
      ref: deployment.ref,
      commit: deployment.commit,
      commitSubject: deployment.commitSubject,
      applicationId: resource.id,
      applicationName: resource.name,
    })
    .from(deployment)
    .innerJoin(resource, eq(resource.id, deployment.resourceId))
    .where(eq(deployment.id, id))
    .limit(1);
  return row;
}
