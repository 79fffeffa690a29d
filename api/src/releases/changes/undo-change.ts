import type { WorkloadSpec } from "@fairlead/runner/contract";
import { isGitBuild } from "@fairlead/runner/contract";
import { allowOn } from "../../kit/access/allow-on.ts";
import { locateResource } from "../../kit/access/locate.store.ts";
import type { Deps } from "../../kit/deps.ts";
import type { UpdateApplication } from "../../resources/applications/applications.schemas.ts";
import { toInput } from "../../resources/applications/builds/index.ts";
import { updateApplication } from "../../resources/applications/update-application.ts";
import { createVariable } from "../../resources/variables/create-variable.ts";
import { deleteVariable } from "../../resources/variables/delete-variable.ts";
import { updateVariable } from "../../resources/variables/update-variable.ts";
import { conflict, notFound } from "../../rules/errors.ts";
import type { Actor } from "../../rules/permissions.ts";
import { type DeployableRows, readDeployable } from "../deployments/enqueue.store.ts";
import { findServing, type ServingRow } from "./changes.store.ts";
import { openServing, wasPlain } from "./serving-variables.ts";

type Order = { id: string; path: string };
type Release = { rows: DeployableRows; serving: ServingRow };

/** Puts one setting or variable back to what the release that serves was made with, byte for byte. */
export async function undoChange(deps: Deps, actor: Actor, { id, path }: Order): Promise<void> {
  await allowOn(actor, "resource.configure", locateResource(deps.db, actor.teamId, id));
  const [rows, serving] = await Promise.all([
    readDeployable(deps.db, actor.teamId, id),
    findServing(deps.db, actor.teamId, id),
  ]);
  if (!rows) throw notFound("application");
  if (!serving) throw conflict("application.never_deployed", "No release of this application serves yet.");
  if (path.startsWith("variables.")) return undoVariable(deps, actor, { rows, serving, key: path.slice(10) });
  const { revision } = rows.application;
  await updateApplication(deps, actor, { id, set: { revision, ...asServed(path, { rows, serving }) } });
}

const cannot = (path: string) =>
  conflict("change.not_undoable", `${path} is not put back from here. Change it where it was changed.`);

/** The part of the settings that `path` is of, as the release has it. */
function asServed(path: string, { rows, serving: { spec } }: Release): Omit<UpdateApplication, "revision"> {
  const [area, field] = path.split(".");
  if (area === "container" && field !== undefined && Object.hasOwn(spec.container, field))
    return { container: Object.fromEntries(Object.entries(spec.container).filter(([key]) => key === field)) };
  if (area === "health") return { health: spec.health };
  if (area === "build") return { build: buildOf(spec, path) };
  if (area !== "source" || spec.source.kind !== "git") throw cannot(path);
  const { autoDeploy, repositoryUrl, watchPaths } = rows.application;
  if (repositoryUrl === null) throw cannot(path);
  const { source, url, ref, submodules, lfs } = spec.source;
  const now = { sourceId: source, repositoryUrl: url, branch: ref, submodules, lfs };
  return { origin: { kind: "git", ...now, autoDeploy, watchPaths } };
}

function buildOf({ build, source }: WorkloadSpec, path: string) {
  if (!isGitBuild(build) || source.kind === "image") throw cannot(path);
  return toInput(build);
}

async function undoVariable(deps: Deps, actor: Actor, { rows, serving, key }: Release & { key: string }) {
  const served = serving.spec.env.find((each) => each.key === key);
  const now = rows.variables.find((each) => each.key === key);
  if (!served) return now && deleteVariable(deps, actor, { id: now.id });
  const value = (await openServing(deps, { rows, serving })).get(key) ?? "";
  const { scope, argument } = served;
  const resourceId = rows.application.id;
  if (now) return updateVariable(deps, actor, { id: now.id, set: { revision: now.revision, value, scope } });
  // Whether it was secret is not known: what may be one is kept as one.
  const flags = { isSecret: !wasPlain(served, serving.spec), isArgumentAllowed: argument === "warned" };
  await createVariable(deps, actor, { resourceId, input: { key, value, scope, ...flags } });
}
