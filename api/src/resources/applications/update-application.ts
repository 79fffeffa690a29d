import { DamagedValue, type Database } from "@fairlead/db";
import { allowOn } from "../../kit/access/allow-on.ts";
import { locateResource } from "../../kit/access/locate.store.ts";
import { auditStatement } from "../../kit/audit/audit-log.ts";
import type { Deps } from "../../kit/deps.ts";
import { resourceEvent } from "../../kit/events/resource-event.ts";
import { refusing } from "../../kit/sql/constraint.ts";
import { saveBatch } from "../../kit/write/save-batch.ts";
import { getEnvironment } from "../../places/projects/environments.store.ts";
import { syncAllRoutes } from "../../routing/sync-routes.ts";
import { conflict, Overtaken } from "../../rules/errors.ts";
import type { Actor } from "../../rules/permissions.ts";
import { useFiles } from "../files/files.store.ts";
import type { Placement } from "../placement.store.ts";
import { refuseWhileRemoving } from "../refuse-while-removing.ts";
import { type ResourceChange, updateResource } from "../resources.store.ts";
import { changeTargets } from "../targets/change-targets.ts";
import { refuseMovingReferred } from "../variables/refuse-referred.ts";
import { mergeContainer, readSettings, toBuild, toHealth } from "./application-settings.ts";
import type { UpdateApplication } from "./applications.schemas.ts";
import {
  type ApplicationChange,
  type ApplicationRow,
  getApplicationRow,
  updateApplication as updateOwn,
} from "./applications.store.ts";
import { toInput } from "./builds/index.ts";
import { nameTaken } from "./name-taken.ts";
import { claimsStayFree, refuseClaims } from "./refuse-claims.ts";
import { grantsDetail, refuseGrant } from "./refuse-grant.ts";
import { mayNameInner, refuseInnerRegistry } from "./refuse-inner-registry.ts";
import { toOriginColumns } from "./to-origin.ts";
import { toPushColumns } from "./to-push.ts";

type Settings = { row: ApplicationRow; set: UpdateApplication; placements: readonly Placement[] };

const kindOf = ({ repositoryUrl }: ApplicationRow) => (repositoryUrl === null ? "image" : "git");
const storedBuild = (row: ApplicationRow) => toInput(readSettings(row).build);

/** The build that goes with the new origin: the stored one while the kind of origin stays. */
function mergeBuild({ row, set }: Settings): ApplicationChange {
  if (set.origin === undefined && set.build === undefined) return {};
  const before = kindOf(row);
  const kind = set.origin?.kind ?? before;
  return { build: toBuild(kind, set.build ?? (kind === before ? storedBuild(row) : undefined)) };
}

type Change = { shared: ResourceChange; own: ApplicationChange };

async function toChange(deps: Deps, settings: Settings): Promise<Change> {
  const { row, set, placements } = settings;
  const { name, environmentId, keepReleases } = set;
  const { teamId } = row;
  const origin = set.origin && (await toOriginColumns(deps.db, set.origin, { placements, teamId, before: row }));
  const kind = set.origin?.kind ?? kindOf(row);
  const push = await toPushColumns(deps.db, { teamId, push: set.push, kind });
  const build = mergeBuild(settings);
  const before = readSettings(row);
  const container = set.container && { container: mergeContainer(before.container, set.container) };
  const health = set.health === undefined ? {} : { health: toHealth(set.health, before.health) };
  // Drizzle leaves columns alone whose value is undefined.
  return {
    shared: {
      name,
      environmentId,
      keepReleases,
      port: container?.container.port,
      destinationId: set.destinations?.[0],
    },
    own: { ...origin, ...push, ...build, ...container, ...health },
  };
}

/** To an environment of the team, by one that neither refers to others nor is referred to where it was. */
async function refuseMove(db: Database, { row, set }: Pick<Settings, "row" | "set">): Promise<void> {
  const { teamId, environmentId, id } = row;
  if (set.environmentId === undefined) return;
  await getEnvironment(db, teamId, set.environmentId);
  if (set.environmentId !== environmentId) await refuseMovingReferred(db, teamId, id);
}

/** What only a deployment brings out; a name, a place in the tree or the number of kept releases is not of that kind. */
const isConfigChange = ({ origin, build, push, container, health }: UpdateApplication) =>
  [origin, build, push, container, health].some((part) => part !== undefined);

export async function updateApplication(deps: Deps, actor: Actor, { id, set }: { id: string; set: UpdateApplication }) {
  await allowOn(actor, "resource.configure", locateResource(deps.db, actor.teamId, id));
  const { db, clock, hub } = deps;
  const { teamId } = actor;
  const row = await getApplicationRow(db, teamId, id);
  refuseWhileRemoving(row);
  if (!mayNameInner(actor)) await refuseInnerRegistry(db, teamId, { named: set, before: row });
  if (set.destinationId !== undefined && set.destinationId !== row.destinationId)
    throw conflict(
      "application.move_unsupported",
      "An application stays on its destination. Create it anew on the other one and delete this one.",
    );
  await refuseMove(db, { row, set });
  const targets = await changeTargets(deps, { teamId, resourceId: id, wanted: set.destinations });
  const { placements } = targets;
  const { shared, own } = await toChange(deps, { row, set, placements });
  const before = readSettings(row).container;
  const given = own.container ?? before;
  refuseGrant(actor, { given, before });
  const isAsked = set.container?.hostPort !== undefined || set.container?.publishedPorts !== undefined;
  const claims = {
    container: given,
    application: id,
    placements,
    portsOn: isAsked ? placements : targets.added,
    isMounting: set.container !== undefined || targets.added.length > 0,
  };
  await refuseClaims(db, teamId, claims);
  // Of damaged settings the proxy knows no port.
  const isNewPort =
    own.container !== undefined && (row.container instanceof DamagedValue || own.container.port !== row.container.port);
  const fields = Object.keys(set)
    .filter((key) => key !== "revision")
    .join(", ");
  const write = () =>
    saveBatch(db, {
      save: updateResource(db, teamId, {
        id,
        revision: set.revision,
        set: shared,
        now: clock.now(),
        isConfig: isConfigChange(set),
      }),
      alongside: [
        ...(Object.values(own).some((value) => value !== undefined) ? [updateOwn(db, teamId, { id, set: own })] : []),
        ...(isNewPort ? syncAllRoutes(deps, placements) : []),
        ...targets.statements,
        ...(own.container
          ? useFiles(db, { teamId, resourceId: id }, { files: own.container.files, now: clock.now() })
          : []),
        ...claimsStayFree(db, teamId, claims),
        auditStatement(deps, actor, {
          action: "application.update",
          target: id,
          detail: { fields, ...grantsDetail({ given, before }) },
        }),
      ],
    }).catch(async (error: unknown) => {
      // Either somebody saved it, or somebody else got the port or the volume.
      if (error instanceof Overtaken) await refuseClaims(db, teamId, claims);
      throw error;
    });
  await refusing({ unique: () => nameTaken(set.name ?? row.name) }, write);
  const woken = [...targets.runnerIds, ...(isNewPort ? placements.map(({ runnerId }) => runnerId) : [])];
  for (const runnerId of woken) hub.wakeRunner(runnerId);
  hub.publish(teamId, resourceEvent(id, row.state));
}
