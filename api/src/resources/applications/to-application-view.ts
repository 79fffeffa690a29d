// pure

import { DamagedValue } from "@fairlead/db/damaged";
import { type Cause, JobOutcome } from "@fairlead/runner/contract";
import * as v from "valibot";
import { parseOr } from "../../kit/sql/damaged.ts";
import { isReachable } from "../../places/servers/is-reachable.ts";
import { procedureFor } from "../../rules/compile-workload.ts";
import { readSettings } from "./application-settings.ts";
import type { ApplicationView, DeploymentSummary } from "./application-views.ts";
import type { ApplicationDetail, ApplicationRow } from "./applications.store.ts";
import { toInput } from "./builds/index.ts";

function originOf(row: ApplicationRow, forge: string | null): ApplicationView["origin"] {
  if (row.repositoryUrl === null)
    return {
      kind: "image",
      image: row.image ?? "",
      registryId: row.registryId,
      follow: row.followTag,
      seenDigest: row.seenDigest,
      trouble: troubleOf(row),
    };
  return {
    kind: "git",
    sourceId: row.sourceId,
    forge,
    repositoryUrl: row.repositoryUrl,
    repository: row.repository ?? "",
    branch: row.branch ?? "",
    autoDeploy: row.autoDeploy,
    watchPaths: readSettings(row).watchPaths,
    submodules: row.submodules,
    lfs: row.lfs,
    moved: movedOf(row),
  };
}

function troubleOf({ digestTrouble: told }: ApplicationRow) {
  if (told === null || told instanceof DamagedValue) return null;
  return { state: told.state, sentence: told.sentence, nextAction: told.nextAction };
}

function movedOf(row: ApplicationRow) {
  const { repositoryMovedFrom: from, repositoryMovedTo: to, repositoryMovedAt: at, repositoryUrl } = row;
  return from === null || to === null || at === null ? null : { from, to, at, isFollowed: to === repositoryUrl };
}

function pushOf({ pushRegistryId: registryId, pushRepository: repository, pushTag: tag }: ApplicationRow) {
  return registryId === null || repository === null ? null : { registryId, repository, tag };
}

const buildOf = (row: ApplicationRow): ApplicationView["build"] => toInput(readSettings(row).build);

const summaryOf = (row: DeploymentSummary): DeploymentSummary => ({
  id: row.id,
  number: row.number,
  status: row.status,
  commit: row.commit,
  commitSubject: row.commitSubject,
  commitAuthor: row.commitAuthor,
  rollbackOf: row.rollbackOf,
  createdAt: row.createdAt,
  liveAt: row.liveAt,
  finishedAt: row.finishedAt,
});

function causeOf(outcome: string | null): Cause | null {
  if (outcome === null) return null;
  const told = parseOr((value) => v.parse(JobOutcome, value), outcome);
  return told && "cause" in told ? told.cause : null;
}

function removalOf({ application, removal }: ApplicationDetail): ApplicationView["removal"] {
  if (application.state !== "removing") return null;
  const isOpen = removal?.state === "queued" || removal?.state === "running";
  return { isOpen, cause: causeOf(removal?.outcome ?? null) };
}

const texts = ["name", "branch", "repository", "repositoryUrl", "image", "pushRepository", "pushTag"] as const;

/** Bytes in a column of text are no text: nothing is shown in their place, and of a name the id. */
function withoutBytes(stored: ApplicationRow): { row: ApplicationRow; bytes: string[] } {
  const bytes = texts.filter((name) => stored[name] !== null && typeof stored[name] !== "string");
  if (bytes.length === 0) return { row: stored, bytes };
  const shown = Object.fromEntries(bytes.map((name) => [name, name === "name" ? stored.id : null]));
  return {
    row: { ...stored, ...shown },
    bytes: bytes.map((name) =>
      name.replace("Url", " URL").replace(/^push/, "push ").toLowerCase().replace("url", "URL"),
    ),
  };
}

const targetsAt = ({ targets }: ApplicationDetail, now: number): ApplicationView["targets"] =>
  targets.map(({ server, ...target }) => ({
    ...target,
    server: { id: server.id, name: server.name, state: server.state, isReachable: isReachable(server, now) },
  }));

export function toApplicationView(detail: ApplicationDetail, now: number): ApplicationView {
  const { application: stored, project, environment, server, active, latest, domains } = detail;
  const { row, bytes } = withoutBytes(stored);
  const { container, health, damaged } = readSettings(row);
  return {
    id: row.id,
    kind: "application",
    name: row.name,
    project,
    environment,
    destinationId: row.destinationId,
    server,
    destinations: detail.targets.flatMap(({ state, destinationId }) => (state === "removing" ? [] : [destinationId])),
    targets: targetsAt(detail, now),
    origin: originOf(row, detail.forge),
    build: buildOf(row),
    push: pushOf(row),
    container,
    health,
    damaged: [...damaged, ...bytes],
    keepReleases: row.keepReleases,
    tags: detail.tags.map(({ name }) => name),
    tagsRevision: row.tagsRevision,
    state: row.state,
    stateObservedAt: row.stateObservedAt,
    urls: domains.map(({ scheme, host, path }) => `${scheme}://${host}${path}`),
    activeDeployment: active ? summaryOf(active) : null,
    latestDeployment: latest ? summaryOf(latest) : null,
    hasUndeployedChanges: active !== undefined && row.configVersion > active.configVersion,
    procedure: procedureFor(detail.serverKind, container),
    removal: removalOf(detail),
    revision: row.revision,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}
