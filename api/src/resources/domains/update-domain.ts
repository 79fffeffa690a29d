import { allowOn } from "../../kit/access/allow-on.ts";
import { locateDomain } from "../../kit/access/locate.store.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { resourceEvent } from "../../kit/events/resource-event.ts";
import { refusing } from "../../kit/sql/constraint.ts";
import { saveBatch } from "../../kit/write/save-batch.ts";
import { syncAllRoutes } from "../../routing/sync-routes.ts";
import { conflict, invalidField } from "../../rules/errors.ts";
import type { Actor } from "../../rules/permissions.ts";
import { nounOf } from "../../rules/resource-words.ts";
import { refuseWhileRemoving } from "../refuse-while-removing.ts";
import { getResourceRow } from "../resources.store.ts";
import { listStaying } from "../targets/targets.store.ts";
import { checkPort, checkScheme, claimed } from "./claim-rules.ts";
import type { UpdateDomain } from "./domains.schemas.ts";
import {
  countRedirectsTo,
  type DomainRow,
  findHolder,
  getDomainRow,
  isServedHost,
  updateDomain as updateStatement,
} from "./domains.store.ts";
import { normalisePath } from "./normalise-host.ts";

async function checkRedirect({ db }: Deps, row: DomainRow, { redirectTo }: { redirectTo: string | null }) {
  if (redirectTo === null || redirectTo === row.redirectTo) return;
  const { resourceId, id, host } = row;
  if (redirectTo === host) throw invalidField("redirectTo", "must be another host");
  if (!(await isServedHost(db, row.teamId, { resourceId, host: redirectTo, except: id })))
    throw invalidField("redirectTo", `must be a host that this ${nounOf(resourceId)} serves; add that one first`);
  if ((await countRedirectsTo(db, row.teamId, { resourceId, host })) > 0)
    throw conflict("domain.redirect_target", `Other hosts redirect to ${host}. Change those first.`);
}

export async function updateDomain(
  deps: Deps,
  actor: Actor,
  { id, set: { revision, ...set } }: { id: string; set: UpdateDomain },
): Promise<void> {
  await allowOn(actor, "domain.configure", locateDomain(deps.db, actor.teamId, id));
  const { db, hub } = deps;
  const { teamId } = actor;
  const row = await getDomainRow(db, teamId, id);
  const application = await getResourceRow(db, teamId, row.resourceId);
  refuseWhileRemoving(application);
  const change = { ...set, ...(set.path === undefined ? {} : { path: normalisePath(set.path) }) };
  const next = { ...row, ...change };
  checkScheme(next);
  checkPort(next);
  await checkRedirect(deps, row, next);
  const servers = await listStaying(db, teamId, application.id);
  const error = claimed(next, await findHolder(db, teamId, next));
  await refusing({ unique: () => error }, () =>
    saveBatch(db, {
      save: updateStatement(db, teamId, { id, revision, set: change }),
      alongside: [
        ...syncAllRoutes(deps, servers),
        auditStatement(deps, actor, {
          action: "domain.update",
          target: id,
          detail: {
            host: row.host,
            path: next.path,
            scheme: next.scheme,
            redirectTo: next.redirectTo,
            port: next.port,
          },
        }),
      ],
    }),
  );
  for (const { runnerId } of servers) hub.wakeRunner(runnerId);
  hub.publish(teamId, resourceEvent(application.id, application.state));
}
