import { readable, type schema } from "@fairlead/db";
import {
  contractVersion,
  type JobSecrets,
  registriesIn,
  registryOf,
  versioned,
  type WorkloadSource,
  type WorkloadSpec,
} from "@fairlead/runner/contract";
import type { Deps } from "../../kit/deps.ts";
import { type Opener, openCredential } from "../../kit/secrets/open-credential.ts";
import { frozenPlace } from "../../kit/secrets/secret-places.ts";
import { parseOr } from "../../kit/sql/damaged.ts";
import type { Compiled, JobRow } from "../../kit/work-kinds.ts";
import { teamLogins } from "../../places/registries/team-logins.ts";
import { kindOf } from "../../resources/kinds/registry.ts";
import { mountedVolumes } from "../../resources/volumes/mounted-volumes.ts";
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
import { readDeployRows } from "./payload.store.ts";

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
  const [sealedEnv, credentials, registries, routes] = await Promise.all([
    open(frozenPlace(deployment.id), deployment.variables),
    // An image that is on the server already is neither built nor pulled: nobody has to be signed in to.
    reuseImage === null ? credentialsFor(deps, spec.source, { resourceId, teamId: job.teamId, source, open }) : null,
    reuseImage === null ? teamLogins(deps.db, job.teamId, { needed: neededRegistries(spec), open }) : [],
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
      routes,
      inside: spec.source.kind === "git" ? insideOf(source, spec.source.url) : [],
      forgePath: spec.source.kind === "git" ? forgePathOf(source, spec.source.url) : "",
      volumes,
    },
    secrets: { ...noSecrets, ...credentials, registries, env: given.values },
  };
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
const credentialsFor = (deps: Deps, of: WorkloadSource, holders: Holders): Promise<Partial<JobSecrets>> => {
  const { source, open } = holders;
  return of.kind === "git" ? gitSecrets({ url: of.url, source, open }) : registrySecrets(deps, of.image, holders);
};

/** Registries that a release may ask for an image; null: whichever its Dockerfile names, which only the runner reads. */
function neededRegistries({ source, build }: WorkloadSpec): readonly string[] | null {
  if (source.kind === "image") return source.auth === "registry" ? [] : [registryOf(source.image)];
  return registriesIn(build);
}

async function registrySecrets({ db }: Deps, to: string, { resourceId: id, teamId, open }: Holders) {
  const login = await kindOf(id).release.imageLogin?.(db, { teamId, id });
  if (!login) return {};
  const { place, sealed, username, image } = login;
  const credential = { place, sealed, givenFor: { kind: "registry" as const, registry: registryOf(image) } };
  return { registry: { username, password: await openCredential(open, credential, { to }) } };
}
