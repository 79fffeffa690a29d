import { allowOn } from "../../kit/access/allow-on.ts";
import { locateResource } from "../../kit/access/locate.store.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { resourceEvent } from "../../kit/events/resource-event.ts";
import { withinLimit } from "../../kit/limits/limited.ts";
import { refusing } from "../../kit/sql/constraint.ts";
import { runBatchIf } from "../../kit/write/if-changed.store.ts";
import { readAddressSuffix } from "../../people/instance/instance.store.ts";
import { getServer } from "../../places/servers/servers.store.ts";
import { suffixOf } from "../../places/servers/to-server-view.ts";
import { syncAllRoutes } from "../../routing/sync-routes.ts";
import { noCertificate } from "../../rules/certificate.ts";
import { AppError, conflict, invalidField } from "../../rules/errors.ts";
import type { Actor } from "../../rules/permissions.ts";
import { nounOf } from "../../rules/resource-words.ts";
import { isBelowSuffix, labelOf } from "../../rules/server-suffix.ts";
import { refuseWhileRemoving } from "../refuse-while-removing.ts";
import { getResourceRow, type ResourceRow } from "../resources.store.ts";
import { listStaying, type TargetPlacement } from "../targets/targets.store.ts";
import { checkPort, checkScheme, claimed, refuseOwnHost, refuseShared } from "./claim-rules.ts";
import type { CreateDomain } from "./domains.schemas.ts";
import {
  countDomains,
  type DomainRow,
  findHolder,
  insertDomain,
  isServedHost,
  unlessForeign,
} from "./domains.store.ts";
import { normaliseHost, normalisePath } from "./normalise-host.ts";

const maxDomains = 200;
type TypedDomain = CreateDomain & { host: string };

type Wish = { teamId: string; resourceId: string; suffix: string | null };

function toRows({ ids, clock }: Deps, { suffix, ...of }: Wish, input: TypedDomain): DomainRow[] {
  const typed = normaliseHost(input.host);
  const { host } = typed;
  const path = input.path === undefined ? (typed.path ?? "/") : normalisePath(input.path);
  const isPlain = typed.isLocal || host.startsWith("*.") || isBelowSuffix(host, suffix);
  const scheme = input.scheme ?? typed.scheme ?? (isPlain ? "http" : "https");
  const stamp = { ...of, createdAt: clock.now(), scheme, refusal: null, revision: 1, ...noCertificate };
  const row = { ...stamp, id: ids.next("domain"), host, path, redirectTo: input.redirectTo, port: input.port };
  refuseShared(host, suffix);
  if (!input.withWww) return [row];
  if (host.startsWith("*.") || input.redirectTo !== null)
    throw invalidField("withWww", "goes with a plain host that is served, not with a wildcard or a redirect");
  const pair = host.startsWith("www.") ? host.slice(4) : `www.${host}`;
  return [
    row,
    { ...stamp, id: ids.next("domain"), host: normaliseHost(pair).host, path: "/", redirectTo: host, port: null },
  ];
}

async function checkRow({ db, config }: Deps, row: DomainRow, { own }: { own: DomainRow[] }) {
  refuseOwnHost(row.host, config.url);
  checkScheme(row);
  checkPort(row);
  const { redirectTo, resourceId } = row;
  if (redirectTo === null) return;
  if (redirectTo === row.host) throw invalidField("redirectTo", "must be another host");
  const isNew = own.some((other) => other.host === redirectTo && other.redirectTo === null);
  if (!isNew && !(await isServedHost(db, row.teamId, { resourceId, host: redirectTo })))
    throw invalidField("redirectTo", `must be a host that this ${nounOf(resourceId)} serves; add that one first`);
}

/** What is said if the database refuses the claims: who holds one of them, as far as it is the own team. */
async function refusalOf({ db }: Deps, rows: DomainRow[]) {
  for (const row of rows) {
    const holder = await findHolder(db, row.teamId, row);
    if (holder) return claimed(row, holder);
  }
  return claimed({ host: rows.map(({ host }) => host).join(" or "), path: "/" }, undefined);
}

/** Claims a host (and its www pair) for an application; the proxy takes it over at once, without a deployment. */
export async function createDomain(
  deps: Deps,
  actor: Actor,
  { resourceId, input }: { resourceId: string; input: CreateDomain },
): Promise<DomainRow[]> {
  await allowOn(actor, "resource.configure", locateResource(deps.db, actor.teamId, resourceId));
  const { db } = deps;
  const application = await getResourceRow(db, actor.teamId, resourceId);
  refuseWhileRemoving(application);
  const servers = await listStaying(db, actor.teamId, resourceId);
  const suffix = await readAddressSuffix(db);
  const claim = (host: string) => claimHost(deps, actor, { application, servers, suffix, input: { ...input, host } });
  if (input.host !== undefined) return claim(input.host);
  const [first, second] = await namesOf(deps, actor, { application, serverId: servers[0]?.id ?? "", suffix });
  try {
    return await claim(first);
  } catch (error) {
    if (!(error instanceof AppError && error.code === "domain.claimed")) throw error;
    return claim(second);
  }
}

/** The application's own name below the suffix of its first server, and one that no other application can have. */
async function namesOf(
  { db }: Deps,
  { teamId }: Actor,
  { application, serverId, suffix }: { application: ResourceRow; serverId: string; suffix: string | null },
): Promise<[string, string]> {
  const { server } = await getServer(db, teamId, serverId);
  const ending = suffixOf(server, suffix);
  if (ending === null) throw invalidField("host", whyNoName(server, suffix));
  const label = labelOf(application.name);
  return [`${label}.${ending}`, `${label}-${application.id.slice(-8).toLowerCase()}.${ending}`];
}

function whyNoName({ name, proxy }: { name: string; proxy: string }, suffix: string | null): string {
  if (proxy === "none") return `is missing, and ${name} has no proxy that could serve one; switch its proxy to Caddy`;
  if (suffix === null)
    return "is missing, and this instance offers no names of its own; type one, such as app.example.com";
  return `is missing, and the address of ${name} is not known; check the server, or type a domain such as app.example.com`;
}

type Claim = { application: ResourceRow; servers: TargetPlacement[]; suffix: string | null; input: TypedDomain };

async function claimHost(deps: Deps, actor: Actor, { application, servers, suffix, input }: Claim) {
  const { db, hub } = deps;
  const { teamId } = actor;
  const resourceId = application.id;
  const rows = toRows(deps, { teamId, resourceId, suffix }, input);
  for (const row of rows) await checkRow(deps, row, { own: rows });
  if ((await countDomains(db, teamId, resourceId)) + rows.length > maxDomains)
    throw conflict("domain.too_many", `At most ${maxDomains} domains lead to one resource.`);
  const write = () =>
    runBatchIf(db, [
      ...rows.flatMap((row) => [unlessForeign(db, teamId, row.host), insertDomain(db, row)]),
      withinLimit("domains", actor, deps),
      ...syncAllRoutes(deps, servers),
      ...rows.map(({ id, host, path, scheme }) =>
        auditStatement(deps, actor, {
          action: "domain.create",
          target: id,
          detail: { resourceId, host, path, scheme },
        }),
      ),
    ]);
  const error = await refusalOf(deps, rows);
  if (!(await refusing({ unique: () => error }, write))) throw error;
  for (const { runnerId } of servers) hub.wakeRunner(runnerId);
  hub.publish(teamId, resourceEvent(resourceId, application.state));
  return rows;
}
