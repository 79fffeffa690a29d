import { DamagedValue, readable } from "@fairlead/db";
import {
  contractVersion,
  type JobPayload,
  type JobSecrets,
  registryOf,
  type WorkloadSource,
  type WorkloadSpec,
} from "@fairlead/runner/contract";
import * as v from "valibot";
import type { Deps, SealPlace } from "../../kit/deps.ts";
import { DamagedSecret, openOr } from "../../kit/secrets/damaged-secret.ts";
import { type Opener, openCredential, WrongAddress } from "../../kit/secrets/open-credential.ts";
import { parseOr } from "../../kit/sql/damaged.ts";
// allow floors: what each kind of job needs and changes is not handed in yet
import { teamLogins } from "../../places/registries/team-logins.ts";
// allow floors: what each kind of job needs and changes is not handed in yet
import { toServerTarget } from "../../places/servers/server-target.ts";
// allow floors: what each kind of job needs and changes is not handed in yet
import { listExpected } from "../../resources/applications/presence.store.ts";
// allow floors: what each kind of job needs and changes is not handed in yet
import { registryPasswordPlace } from "../../resources/applications/registry-password-place.ts";
// allow floors: what each kind of job needs and changes is not handed in yet
import { certificatesDue } from "../../routing/certificates-due.ts";
// allow floors: what each kind of job needs and changes is not handed in yet
import { serverRoutes } from "../../routing/server-routes.ts";
import { AppError } from "../../rules/errors.ts";
import { gitUser } from "../../rules/git-user.ts";
import { insideOf } from "../../rules/inside-of.ts";
import { refusesCredential } from "../../rules/source-reach.ts";
import { gitSourceOf } from "../../rules/workload-source.ts";
// allow floors: what each kind of job needs and changes is not handed in yet
import { sourceTokenPlace } from "../../sources/source-secrets.ts";
import type { JobRow } from "./jobs.store.ts";
import { readApplicationRows, readDeployRows, readHeadRows, readServerRow, type SourceRow } from "./payload.store.ts";

export type Compiled = { payload: JobPayload; secrets: JobSecrets };

/** A part of such a spec is not known here, and would be left out without a word. */
const madeByNewer =
  "This deployment was made by a newer version of the control plane, with settings that this one does not know.";

const noSecrets: JobSecrets = { env: {}, gitToken: null, gitUser: null, registry: null, registries: [] };
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
  if (error instanceof WrongAddress) throw elsewhere(error.message);
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
      const expected = await listExpected(deps.db, row.id);
      const certificates = row.proxy === "none" ? [] : await certificatesDue(deps, row.id);
      const { proxy } = row;
      return {
        payload: { kind: job.kind, target: toServerTarget(row), proxy, expected, certificates },
        secrets: noSecrets,
      };
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
  "registry.password": [
    "The stored password of a registry",
    "An admin enters it again under Settings, Registries. Then deploy again.",
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
  const reuseImage = deployment.rollbackOf === null ? null : deployment.image;
  const [sealedEnv, credentials, registries, routes] = await Promise.all([
    open({ table: "deployment", column: "variables", row: deployment.id }, deployment.variables),
    // An image that is on the server already is neither built nor pulled: nobody has to be signed in to.
    reuseImage === null ? credentialsFor(spec.source, { application, source, open }) : null,
    reuseImage === null ? teamLogins(deps.db, job.teamId, { needed: neededRegistries(spec), open }) : [],
    server.proxy === "none" ? null : serverRoutes(deps, job.teamId, server.id),
  ]);
  return {
    payload: {
      kind: "deploy",
      target: toServerTarget(server),
      spec,
      reuseImage,
      routes,
      inside: spec.source.kind === "git" ? insideOf(source, spec.source.url) : [],
    },
    secrets: { ...noSecrets, ...credentials, registries, env: variablesOf(sealedEnv) },
  };
}

function variablesOf(text: string) {
  const variables = parseOr((value) => v.parse(Variables, value), text);
  if (variables) return variables;
  throw damagedSecret({ table: "deployment", column: "variables" });
}

type Login = { id: string; image: string | null; registryUser: string | null; registryPassword: string | null };
type Holders = { application: Login; source: SourceRow | null; open: Opener };

/** Only what this very release signs in with: by what was frozen, never by what its application has become since. */
const credentialsFor = (of: WorkloadSource, { application, source, open }: Holders): Promise<Partial<JobSecrets>> =>
  of.kind === "git" ? gitSecrets({ url: of.url, source, open }) : registrySecrets(of.image, { application, open });

/** Registries that a release may ask for an image; null: whichever its Dockerfile names, which only the runner reads. */
function neededRegistries({ source, build }: WorkloadSpec): readonly string[] | null {
  if (source.kind === "image") return source.auth === "registry" ? [] : [registryOf(source.image)];
  if (build.kind !== "static") return null;
  // The server of the files is Docker Hub's.
  return ["docker.io", ...(build.builderImage === null ? [] : [registryOf(build.builderImage)])];
}

async function gitSecrets({ url, source, open }: { url: string; source: SourceRow | null; open: Opener }) {
  const complaint = source && refusesCredential(source, url);
  if (complaint) throw elsewhere(`The repository ${url} ${complaint}.`);
  if (source?.auth !== "token" || source.token === null) return {};
  const place = sourceTokenPlace(source.id);
  const credential = { place, sealed: source.token, givenFor: { kind: "source" as const, ...source } };
  return { gitToken: await openCredential(open, credential, { to: url }), gitUser: gitUser(source) };
}

async function registrySecrets(to: string, { application, open }: { application: Login; open: Opener }) {
  const { id, image, registryUser: username, registryPassword: sealed } = application;
  if (username === null || sealed === null || image === null) return {};
  const credential = {
    place: registryPasswordPlace(id),
    sealed,
    givenFor: { kind: "registry" as const, registry: registryOf(image) },
  };
  return { registry: { username, password: await openCredential(open, credential, { to }) } };
}

/** Whoever it was given for is not who would get it. */
const elsewhere = (sentence: string) =>
  new NotCompilable(
    sentence,
    "Look at the application's repository or image and at its source: credentials go only where they were given for. Then deploy again.",
  );

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
  const secrets = { ...noSecrets, ...(await gitSecrets({ url: git.url, source: rows.source, open })) };
  const inside = insideOf(rows.source, git.url);
  return { payload: { kind: "read-head", git, ref: git.ref, inside }, secrets };
}
