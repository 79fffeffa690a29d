import { isGitBuild, type WorkloadSpec } from "@fairlead/runner/contract";
import { allowOn } from "../../kit/access/allow-on.ts";
import { locateResource } from "../../kit/access/locate.store.ts";
import type { Deps } from "../../kit/deps.ts";
import type { Actor } from "../../rules/permissions.ts";
import { notUndoable, type Rows, type Undo } from "../releasing/releasing.ts";
import type { UpdateApplication } from "./applications.schemas.ts";
import { toInput } from "./builds/index.ts";
import type { OwnRows } from "./release.store.ts";
import { updateApplication } from "./update-application.ts";

type Change = Undo & { rows: Rows<OwnRows> };

/** Puts one setting back to what the release that serves was made with. */
export async function undoSetting(deps: Deps, actor: Actor, change: Change): Promise<void> {
  await allowOn(actor, "resource.configure", locateResource(deps.db, actor.teamId, change.rows.shared.resource.id));
  const { id, revision } = change.rows.shared.resource;
  await updateApplication(deps, actor, { id, set: { revision, ...asServed(change) } });
}

/** The part of the settings that `path` is of, as the release has it. */
function asServed({ path, served, rows }: Change): Omit<UpdateApplication, "revision"> {
  const [area, field] = path.split(".");
  if (area === "container" && field !== undefined && Object.hasOwn(served.container, field))
    return { container: Object.fromEntries(Object.entries(served.container).filter(([key]) => key === field)) };
  if (area === "health") return { health: served.health };
  if (area === "build") return { build: buildOf(served, path) };
  if (area !== "source" || served.source.kind !== "git") throw notUndoable(path);
  const { autoDeploy, repositoryUrl, watchPaths } = rows.own.application;
  if (repositoryUrl === null) throw notUndoable(path);
  const { source, url, ref, submodules, lfs } = served.source;
  const now = { sourceId: source, repositoryUrl: url, branch: ref, submodules, lfs };
  return { origin: { kind: "git", ...now, autoDeploy, watchPaths } };
}

function buildOf({ build, source }: WorkloadSpec, path: string) {
  if (!isGitBuild(build) || source.kind === "image") throw notUndoable(path);
  return toInput(build);
}
