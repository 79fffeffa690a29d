import type { EnvBinding, WorkloadSpec } from "@fairlead/runner/contract";
import type { Deps } from "../../kit/deps.ts";
import type { SharedRows } from "../../resources/releasing/release-rows.store.ts";
import { listStaying } from "../../resources/targets/targets.store.ts";
import { bindingOf } from "../../rules/compile-workload.ts";
import type { FrozenVariables } from "../../rules/frozen-variables.ts";
import type { Side } from "../../rules/release-changes.ts";
import { holderKindOf } from "../../rules/variable-holder.ts";
import type { ServingRow } from "./changes.store.ts";
import { openNow, openServing, wasPlain } from "./serving-variables.ts";

export type Given = { rows: SharedRows; serving: ServingRow; next: WorkloadSpec; maySee: boolean };
type Variable = Side["variables"][number];
type Row = SharedRows["variables"][number];

/** What was saved so shortly before a release was made may have come too late for it. */
const marginMs = 60_000;

const isInherited = ({ holderId }: Row) => holderKindOf(holderId) !== "resource";
/** Something was saved since, here or in a place around it. */
const isTouched = ({ rows, serving }: Given) =>
  serving.rollbackOf !== null || rows.resource.configVersion !== serving.configVersion;

/**
 * What was saved before the release was made went into it; a rollback is younger than what it brought back, and what a place gives may
 * count only since a nearer value went.
 */
const mayDiffer = (given: Given, row: Row) =>
  given.serving.rollbackOf !== null ||
  row.updatedAt >= given.serving.createdAt - marginMs ||
  (isInherited(row) && isTouched(given));

/** The release that serves and the one that a deployment would make now, with as few values opened as decide. */
export async function bothSides(deps: Deps, given: Given): Promise<{ serving: Side; next: Side }> {
  const { rows, serving, next, maySee } = given;
  const names = new Set(serving.spec.env.map(({ key }) => key));
  const looked = rows.variables.filter((row) => mayDiffer(given, row) && (names.has(row.key) || !row.isSecret));
  const opens = looked.some(({ key }) => names.has(key)) || isTouched(given);
  const before: FrozenVariables = opens ? await openServing(deps, given) : { values: {}, servers: {} };
  const after = new Map(
    await Promise.all(looked.map(async (row) => [row.key, await openNow(deps, rows, row)] as const)),
  );
  const plain = new Set(rows.variables.filter(({ isSecret }) => !isSecret).map(({ key }) => key));
  const inherited = new Set(rows.variables.filter(isInherited).map(({ key }) => key));
  const sideOf = (spec: WorkloadSpec, { valueAt, isPlain }: Seen): Variable[] =>
    spec.env.map((each) => ({
      ...each,
      // Where one side was not looked at, neither is: they are the same then.
      value: after.has(each.key) ? valueAt(each.key) : null,
      isSecret: !maySee || !isPlain(each),
      isInherited: inherited.has(each.key),
    }));
  const servers = isTouched(given) ? await atServers(deps, given, before) : { serving: [], next: [] };
  const was = sideOf(serving.spec, {
    valueAt: (key) => before.values[key] ?? null,
    isPlain: (each) => wasPlain(each, serving.spec),
  });
  const will = sideOf(next, { valueAt: (key) => after.get(key) ?? null, isPlain: ({ key }) => plain.has(key) });
  return {
    serving: { spec: serving.spec, variables: [...was, ...servers.serving] },
    next: { spec: next, variables: [...will, ...servers.next] },
  };
}
type Seen = { valueAt: (key: string) => string | null; isPlain: (each: EnvBinding) => boolean };

/** What single servers give beside or instead; a server that the release does not know yet gets all with it. */
async function atServers(deps: Deps, given: Given, { servers }: FrozenVariables) {
  const { rows, serving, next, maySee } = given;
  if (rows.atServers.size === 0 && Object.keys(servers).length === 0) return { serving: [], next: [] };
  const places = await listStaying(deps.db, rows.resource.teamId, rows.resource.id);
  const named = (binding: EnvBinding, name: string) => ({
    ...binding,
    key: `${binding.key} on ${name}`,
    isInherited: true,
  });
  const was = places.flatMap(({ id, name }) =>
    (servers[id] ?? []).map(({ binding, value }): Variable => {
      const isSecret = !maySee || !wasPlain(binding, serving.spec);
      return { ...named(binding, name), value, isSecret };
    }),
  );
  const will = places.flatMap(({ id, name }) =>
    (rows.atServers.get(id) ?? []).map(async (row): Promise<Variable> => {
      const value = await openNow(deps, rows, row);
      return { ...named(bindingOf(row, next.build), name), value, isSecret: !maySee || row.isSecret };
    }),
  );
  return { serving: was, next: await Promise.all(will) };
}
