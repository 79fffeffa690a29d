import { allowOn } from "../../kit/access/allow-on.ts";
import { locateResource } from "../../kit/access/locate.store.ts";
import type { Deps } from "../../kit/deps.ts";
import { readReleasable } from "../../resources/kinds/read-releasable.ts";
import type { SharedRows } from "../../resources/releasing/release-rows.store.ts";
import { notUndoable } from "../../resources/releasing/releasing.ts";
import { createVariable } from "../../resources/variables/create-variable.ts";
import { deleteVariable } from "../../resources/variables/delete-variable.ts";
import { updateVariable } from "../../resources/variables/update-variable.ts";
import { conflict } from "../../rules/errors.ts";
import type { Actor } from "../../rules/permissions.ts";
import { findServing, type ServingRow } from "./changes.store.ts";
import { openServing, wasPlain } from "./serving-variables.ts";

type Order = { id: string; path: string };
type Release = { rows: SharedRows; serving: ServingRow };

/** Puts one setting or variable back to what the release that serves was made with, byte for byte. */
export async function undoChange(deps: Deps, actor: Actor, { id, path }: Order): Promise<void> {
  await allowOn(actor, "resource.configure", locateResource(deps.db, actor.teamId, id));
  const [{ rows, undo }, serving] = await Promise.all([
    readReleasable(deps.db, actor.teamId, id),
    findServing(deps.db, actor.teamId, id),
  ]);
  const { kind } = rows.resource;
  if (!serving) throw conflict("resource.never_deployed", `No release of this ${kind} serves yet.`);
  if (path.startsWith("variables.")) return undoVariable(deps, actor, { rows, serving, key: path.slice(10) });
  await undo(deps, actor, { path, served: serving.spec });
}

async function undoVariable(deps: Deps, actor: Actor, { rows, serving, key }: Release & { key: string }) {
  const served = serving.spec.env.find((each) => each.key === key);
  const now = rows.own.find((each) => each.key === key);
  // What a place gives is changed there, for all that get it; so is what a text refers to.
  if (!now && rows.variables.some((each) => each.key === key)) throw notUndoable(`variables.${key}`);
  if (served && now?.kind === "reference") throw notUndoable(`variables.${key}`);
  if (!served) return now && deleteVariable(deps, actor, { id: now.id });
  const { values, locked } = await openServing(deps, { rows, serving });
  const value = values[key] ?? "";
  const { scope, argument } = served;
  const resourceId = rows.resource.id;
  // The value that was locked comes back with its lock.
  const lock = locked?.includes(key) ? { isSecret: true, isLocked: true } : {};
  if (now) return updateVariable(deps, actor, { id: now.id, set: { revision: now.revision, value, scope, ...lock } });
  // Whether it was secret is not known: what may be one is kept as one.
  const flags = { isSecret: !wasPlain(served, serving.spec), isArgumentAllowed: argument === "warned" };
  await createVariable(deps, actor, { holderId: resourceId, input: { key, value, scope, ...flags, ...lock } });
}
