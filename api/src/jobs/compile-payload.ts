import { DamagedValue, readable } from "@fairlead/db";
import { contractVersion, type JobPayload, type JobSecrets } from "@fairlead/runner/contract";

import * as v from "valibot";
import { parseOr } from "../damaged.ts";
import type { Deps, SealPlace } from "../deps.ts";
import { AppError } from "../domain/errors.ts";
import { gitUser } from "../domain/git-user.ts";
import { gitSourceOf } from "../domain/workload-source.ts";
import { DamagedSecret, openOr } from "../secrets/damaged-secret.ts";
import { serverRoutes } from "../servers/server-routes.ts";
import { toServerTarget } from "../servers/server-target.ts";
import type { JobRow } from "./jobs.store.ts";
import { readApplicationRows, readDeployRows, readHeadRows, readServerRow, type SourceRow } from "./payload.store.ts";

export type Compiled = { payload: JobPayload; secrets: JobSecrets };

/** A part of such a spec is not known here, and would be left out without a word. */
const madeByNewer =
  "This deployment was made by a newer version of the control plane, with settings that this one does not know.";

const noSecrets: JobSecrets = { env: {}, gitToken: null, gitUser: null, registry: null };
const Variables = v.record(v.string(), v.string());

const redo = "Look at the settings of the application, its source and its server, then deploy again.";

/** Something the job works on is gone, or is stored in a way that nobody can read. The job can only fail, with this as its cause. */
export class NotCompilable extends Error {
  override readonly name = "NotCompilable";
  readonly nextAction: string;
  constructor(sentence: string, nextAction = redo) {
    super(sentence);
    this.nextAction = nextAction;
  }
}

/** What the claiming runner gets: compiled now, so that it never holds stale settings. The only place where secrets are opened for it. */
export const compilePayload = (deps: Deps, job: JobRow): Promise<Compiled> => compile(deps, job).catch(unreadable);

/** What is stored can never be worked on as long as it is as it is, and must not stand in the way of the jobs behind it. */
function unreadable(error: unknown): never {
  if (error instanceof DamagedSecret) throw damagedSecret(error.place);
  if (error instanceof DamagedValue || error instanceof AppError) throw new NotCompilable(error.message);
  if (!v.isValiError(error)) throw error;
  throw new NotCompilable(`A stored setting is not what it may be: ${v.getDotPath(error.issues[0]) ?? "all of it"}.`);
}

async function compile(deps: Deps, job: JobRow): Promise<Compiled> {
  switch (job.kind) {
    case "deploy":
      return deployPayload(deps, job);
    case "stop":
    case "start":
    case "restart":
    case "remove":
    case "reconcile":
      return { payload: await applicationPayload(deps, job, job.kind), secrets: noSecrets };
    case "check-server": {
      const row = await serverOf(deps, job);
      return { payload: { kind: job.kind, target: toServerTarget(row), proxy: row.proxy }, secrets: noSecrets };
    }
    case "sync-routes": {
      const row = await serverOf(deps, job);
      const routes = await serverRoutes(deps, job.teamId, row.id);
      return { payload: { kind: job.kind, target: toServerTarget(row), routes }, secrets: noSecrets };
    }
    case "make-deploy-key":
      if (job.sourceId === null) throw new NotCompilable("The source of this job is gone.");
      return { payload: { kind: job.kind, source: job.sourceId }, secrets: noSecrets };
    case "read-head":
      return headPayload(deps, job);
  }
}

async function serverOf({ db }: Deps, job: JobRow) {
  const row = await readServerRow(db, job);
  if (!row) throw new NotCompilable("The server of this job is gone.");
  return row;
}

type Opener = (place: Omit<SealPlace, "team">, sealed: string) => Promise<string>;

/** Where each secret of a job is entered again once its stored text does not open. */
const mended: Record<string, [what: string, nextAction: string]> = {
  "deployment.variables": [
    "The stored set of variables of this deployment",
    "Deploy the application again: that stores them anew.",
  ],
  "source.token": [
    "The stored token of the source",
    "Enter the token again on the page of the source, then deploy again.",
  ],
  "application.registry_password": [
    "The stored password of the registry",
    "Enter it again in the application's settings, then deploy again.",
  ],
  "server.probe_secret": [
    "The stored probe secret of the server",
    "Save the server's settings: that makes a new one. Then deploy again.",
  ],
};

function damagedSecret({ table, column }: Pick<SealPlace, "table" | "column">): NotCompilable {
  const [what, nextAction] = mended[`${table}.${column}`] ?? [`The stored secret ${table}.${column}`, undefined];
  return new NotCompilable(`${what} is damaged and cannot be read.`, nextAction);
}

const openerFor =
  ({ secrets }: Deps, { teamId }: JobRow, wrappedKey: string): Opener =>
  (place, sealed) =>
    openOr(secrets, wrappedKey, { place: { ...place, team: teamId }, sealed });

async function deployPayload(deps: Deps, job: JobRow): Promise<Compiled> {
  const rows = await readDeployRows(deps.db, job);
  if (!rows) throw new NotCompilable("The deployment, its application or its server is gone.");
  const { deployment, server, application, source } = rows;
  const spec = readable(deployment.spec, ({ message }) => {
    throw new NotCompilable(message, "Deploy the application again: that stores it anew.");
  });
  if (spec.version > contractVersion) throw new NotCompilable(madeByNewer);
  const open = openerFor(deps, job, rows.wrappedKey);
  const [sealedEnv, git, registry, routes] = await Promise.all([
    open({ table: "deployment", column: "variables", row: deployment.id }, deployment.variables),
    gitSecrets(source, open),
    registrySecrets(application, open),
    server.proxy === "none" ? null : serverRoutes(deps, job.teamId, server.id),
  ]);
  return {
    payload: {
      kind: "deploy",
      target: toServerTarget(server),
      spec,
      reuseImage: deployment.rollbackOf === null ? null : deployment.image,
      routes,
    },
    secrets: { env: variablesOf(sealedEnv), ...git, registry },
  };
}

function variablesOf(text: string) {
  const variables = parseOr((value) => v.parse(Variables, value), text);
  if (variables) return variables;
  throw damagedSecret({ table: "deployment", column: "variables" });
}

async function gitSecrets(source: SourceRow | null, open: Opener) {
  if (source?.auth !== "token" || source.token === null) return { gitToken: null, gitUser: null };
  const gitToken = await open({ table: "source", column: "token", row: source.id }, source.token);
  return { gitToken, gitUser: gitUser(source) };
}

async function registrySecrets(
  application: { id: string; registryUser: string | null; registryPassword: string | null },
  open: Opener,
) {
  const { id, registryUser: username, registryPassword } = application;
  if (username === null || registryPassword === null) return null;
  const password = await open({ table: "application", column: "registry_password", row: id }, registryPassword);
  return { username, password };
}

async function applicationPayload(
  { db }: Deps,
  job: JobRow,
  kind: "stop" | "start" | "restart" | "remove" | "reconcile",
): Promise<JobPayload> {
  const rows = await readApplicationRows(db, job);
  if (!rows || job.applicationId === null) throw new NotCompilable("The application or its server is gone.");
  const of = { target: toServerTarget(rows.server), application: job.applicationId, team: job.teamId };
  if (kind === "stop" || kind === "restart") {
    const { stopGraceSeconds } = readable(rows.container, ({ message }) => {
      throw new NotCompilable(message, "Save the container settings of the application again, then try again.");
    });
    return { kind, ...of, graceSeconds: stopGraceSeconds };
  }
  if (kind === "start" || kind === "remove") return { kind, ...of };
  return { kind, ...of, activeDeployment: rows.activeDeployment, lostDeployment: job.deploymentId };
}

async function headPayload(deps: Deps, job: JobRow): Promise<Compiled> {
  const rows = await readHeadRows(deps.db, job);
  const git = rows ? gitSourceOf(rows.application, rows.source) : null;
  if (!rows || !git) throw new NotCompilable("The application is gone or has no repository any more.");
  const open = openerFor(deps, job, rows.wrappedKey);
  const secrets = { ...noSecrets, ...(await gitSecrets(rows.source, open)) };
  return { payload: { kind: "read-head", git, ref: git.ref }, secrets };
}
