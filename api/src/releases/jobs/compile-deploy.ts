import { readable, type schema } from "@fairlead/db";
import {
  contractVersion,
  deployStep,
  type ImagePush,
  type JobSecrets,
  registriesIn,
  versioned,
  type WorkloadSource,
  type WorkloadSpec,
} from "@fairlead/runner/contract";
import type { Deps } from "../../kit/deps.ts";
import type { Opener } from "../../kit/secrets/open-credential.ts";
import { frozenPlace } from "../../kit/secrets/secret-places.ts";
import { parseOr } from "../../kit/sql/damaged.ts";
import type { Compiled, JobRow } from "../../kit/work-kinds.ts";
import { imageLogin } from "../../places/registries/image-login.ts";
import { openLogin } from "../../places/registries/open-login.ts";
import { findLogin } from "../../places/registries/registries.store.ts";
import { teamLogins } from "../../places/registries/team-logins.ts";
import { fileContents } from "../../resources/files/file-contents.ts";
import { kindOf } from "../../resources/kinds/registry.ts";
import { mountedVolumes } from "../../resources/volumes/mounted-volumes.ts";
import { sharePasswords } from "../../resources/volumes/share-passwords.ts";
import { serverRoutes } from "../../routing/server-routes.ts";
import { outboundProxyOf } from "../../rules/compile-workload.ts";
import { frozenAt, readFrozen } from "../../rules/frozen-variables.ts";
import { insideOf } from "../../rules/inside-of.ts";
import { forgePathOf } from "../../rules/repository-url.ts";
import { nounOf } from "../../rules/resource-words.ts";
import { toServerTarget } from "../../rules/server-target.ts";
import { gitSecrets } from "../../sources/git-secrets.ts";
import { noSecrets, openerFor } from "../../work/jobs/compile-tools.ts";
import { damagedSecret } from "../../work/jobs/damaged-secret.ts";
import { NotCompilable } from "../../work/jobs/not-compilable.ts";
import { commandsHere } from "./commands-here.ts";
import { ranElsewhere, readDeployRows } from "./payload.store.ts";

type SourceRow = typeof schema.source.$inferSelect;

/** A part of such a spec is not known here, and would be left out without a word. */
const madeByNewer =
  "This deployment was made by a newer version of the control plane, with settings that this one does not know.";

/** The frozen spec and the credentials that it was made with, as they are now. */
export async function compileDeploy(deps: Deps, job: JobRow): Promise<Compiled<"deploy">> {
  const rows = await readDeployRows(deps.db, job);
  if (!rows) throw new NotCompilable("The deployment, what it is of, or its server is gone.");
  const { deployment, server, resourceId, source, at } = rows;
  if (!at?.network) throw new NotCompilable(`The ${nounOf(rows.resourceId)} does not run on this server any more.`);
  const spec = readable(deployment.spec, ({ message }) => {
    throw new NotCompilable(message, "Deploy again: that stores it anew.");
  });
  if (spec.version > contractVersion) throw new NotCompilable(madeByNewer);
  const open = openerFor(deps, job, rows.wrappedKey);
  const reuseImage = deployment.rollbackOf === null ? null : at.image;
  const volumes = await mountedVolumes(deps.db, {
    teamId: job.teamId,
    resourceId,
    serverId: server.id,
    mounts: spec.container.mounts,
  });
  const [sealedEnv, files, shares, credentials, routes] = await Promise.all([
    open(frozenPlace(deployment.id), deployment.variables),
    fileContents(deps.db, { teamId: job.teamId, resourceId, files: spec.container.files, open }),
    sharePasswords(deps.db, { teamId: job.teamId, mounts: spec.container.mounts, open }),
    // An image that is on the server already is neither built nor pulled: nobody has to be signed in to.
    reuseImage === null ? credentialsFor(deps, spec, { resourceId, teamId: job.teamId, source, open }) : null,
    server.proxy === "none" ? null : serverRoutes(deps, job.teamId, server.id),
  ]);
  const given = frozenAt({ env: spec.env, frozen: frozenOf(sealedEnv), serverId: server.id });
  return {
    payload: {
      kind: "deploy",
      target: toServerTarget(server),
      spec: {
        ...versioned({ ...spec, env: given.env }),
        network: at.network,
        outboundProxy: outboundProxyOf(server),
        source: sameCommit(spec.source, deployment.commit),
        container: await commandsHere(deps, job, spec.container),
      },
      reuseImage,
      pushed: reuseImage === null ? await pushedImage(deps, job, { spec, commit: deployment.commit }) : null,
      routes,
      inside: spec.source.kind === "git" ? insideOf(source, spec.source.url) : [],
      forgePath: spec.source.kind === "git" ? forgePathOf(source, spec.source.url) : "",
      volumes,
    },
    secrets: { ...noSecrets, ...credentials, files, sharePasswords: shares, env: given.values },
  };
}

/** The image under the name by which another server pushed it; null: none has, so it is built here. */
async function pushedImage(
  { db }: Deps,
  job: JobRow,
  { spec, commit }: { spec: WorkloadSpec; commit: string | null },
): Promise<string | null> {
  if (spec.push === null || commit === null) return null;
  return (await ranElsewhere(db, job, { name: deployStep.push.name, statuses: ["passed"] }))
    ? `${spec.push.repository}:${commit}`
    : null;
}

/** The head of a branch that another target has found already: all of them run the same. */
const sameCommit = (source: WorkloadSource, commit: string | null): WorkloadSource =>
  source.kind === "git" ? { ...source, commit: source.commit ?? commit } : source;

function frozenOf(text: string) {
  const frozen = parseOr(readFrozen, text);
  if (frozen) return frozen;
  throw damagedSecret({ table: "deployment", column: "variables" });
}

type Holders = { resourceId: string; teamId: string; source: SourceRow | null; open: Opener };

/** Only what this very release signs in with: by what was frozen, never by what its resource has become since. */
async function credentialsFor(
  deps: Deps,
  { source: of, build, push }: WorkloadSpec,
  holders: Holders,
): Promise<Partial<JobSecrets>> {
  const { teamId, source, open } = holders;
  if (of.kind === "image") return registrySecrets(deps, of, holders);
  const [code, registries, login] = await Promise.all([
    gitSecrets({ url: of.url, source, open }),
    teamLogins(deps.db, teamId, { needed: registriesIn(build), open }),
    push === null ? null : pushLogin(deps, push, holders),
  ]);
  return { ...code, registries, push: login };
}

/**
 * A release that was made with a choice goes by the one of today, so that a login can be put right; where nothing is chosen any more, as
 * every other image of its registry.
 */
async function registrySecrets(
  { db }: Deps,
  { image, auth }: Extract<WorkloadSource, { kind: "image" }>,
  { resourceId: id, teamId, open }: Holders,
): Promise<Partial<JobSecrets>> {
  const chosen = auth === "registry" ? await kindOf(id).release.chosenRegistries?.(db, { teamId, id }) : null;
  const login = await imageLogin(db, { teamId, image, registryId: chosen?.pull ?? null, open });
  // A runner looks for the login of such a release in one place.
  const [found] = login.registries;
  if (auth === "registry" && found) return { registry: { username: found.username, password: found.password } };
  return login;
}

/** The login that is chosen today, for the registry of the repository that was frozen, or none. */
async function pushLogin({ db }: Deps, { repository }: ImagePush, { resourceId: id, teamId, open }: Holders) {
  const chosen = await kindOf(id).release.chosenRegistries?.(db, { teamId, id });
  const row = chosen?.push == null ? undefined : await findLogin(db, teamId, chosen.push);
  if (row) return openLogin(open, row, { to: repository });
  throw new NotCompilable(
    `Its image was to be pushed to ${repository}, and no login for that is chosen any more.`,
    "Choose one in the application's settings, or push nowhere. Then deploy again.",
  );
}
