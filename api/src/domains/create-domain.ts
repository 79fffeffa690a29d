import { getApplicationRow, getPlacement } from "../applications/applications.store.ts";
import { refuseWhileRemoving } from "../applications/refuse-while-removing.ts";
import { auditStatement } from "../audit-log.ts";
import { refusing } from "../constraint.ts";
import type { Deps } from "../deps.ts";
import { conflict, invalidField } from "../domain/errors.ts";
import { type Actor, allow } from "../domain/permissions.ts";
import { runBatchIf } from "../if-changed.store.ts";
import { withinLimit } from "../limits/limited.ts";
import { syncRoutes } from "../servers/sync-routes.ts";
import { checkScheme, claimed, refuseOwnHost } from "./claim-rules.ts";
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

function toRows({ ids, clock }: Deps, of: { teamId: string; applicationId: string }, input: CreateDomain): DomainRow[] {
  const typed = normaliseHost(input.host);
  const { host } = typed;
  const path = input.path === undefined ? (typed.path ?? "/") : normalisePath(input.path);
  const scheme = input.scheme ?? typed.scheme ?? (typed.isLocal || host.startsWith("*.") ? "http" : "https");
  const stamp = { ...of, createdAt: clock.now(), scheme, refusal: null, revision: 1 };
  const row = { ...stamp, id: ids.next("domain"), host, path, redirectTo: input.redirectTo };
  if (!input.withWww) return [row];
  if (host.startsWith("*.") || input.redirectTo !== null)
    throw invalidField("withWww", "goes with a plain host that is served, not with a wildcard or a redirect");
  const pair = host.startsWith("www.") ? host.slice(4) : `www.${host}`;
  return [row, { ...stamp, id: ids.next("domain"), host: normaliseHost(pair).host, path: "/", redirectTo: host }];
}

async function checkRow({ db, config }: Deps, row: DomainRow, { own }: { own: DomainRow[] }) {
  refuseOwnHost(row.host, config.url);
  checkScheme(row);
  const { redirectTo, applicationId } = row;
  if (redirectTo === null) return;
  if (redirectTo === row.host) throw invalidField("redirectTo", "must be another host");
  const isNew = own.some((other) => other.host === redirectTo && other.redirectTo === null);
  if (!isNew && !(await isServedHost(db, row.teamId, { applicationId, host: redirectTo })))
    throw invalidField("redirectTo", "must be a host that this application serves; add that one first");
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
  { applicationId, input }: { applicationId: string; input: CreateDomain },
): Promise<DomainRow[]> {
  allow(actor, "application.write");
  const { db, hub } = deps;
  const { teamId } = actor;
  const application = await getApplicationRow(db, teamId, applicationId);
  refuseWhileRemoving(application);
  const rows = toRows(deps, { teamId, applicationId }, input);
  for (const row of rows) await checkRow(deps, row, { own: rows });
  if ((await countDomains(db, teamId, applicationId)) + rows.length > maxDomains)
    throw conflict("domain.too_many", `An application has at most ${maxDomains} domains.`);
  const placement = await getPlacement(db, teamId, application.destinationId);
  const write = () =>
    runBatchIf(db, [
      ...rows.flatMap((row) => [unlessForeign(db, teamId, row.host), insertDomain(db, row)]),
      withinLimit("domains", actor, deps),
      ...syncRoutes(deps, placement),
      ...rows.map(({ id, host, path, scheme }) =>
        auditStatement(deps, actor, {
          action: "domain.create",
          target: id,
          detail: { applicationId, host, path, scheme },
        }),
      ),
    ]);
  const error = await refusalOf(deps, rows);
  if (!(await refusing({ unique: () => error }, write))) throw error;
  hub.wakeRunner(placement.runnerId);
  hub.publish(teamId, { type: "application", id: applicationId, state: application.state });
  return rows;
}
