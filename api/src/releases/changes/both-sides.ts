import type { EnvBinding, WorkloadSpec } from "@fairlead/runner/contract";
import type { Deps } from "../../kit/deps.ts";
import { type GivenValues, openGiven } from "../../resources/releasing/given-values.ts";
import type { SharedRows } from "../../resources/releasing/release-rows.store.ts";
import { listStaying } from "../../resources/targets/targets.store.ts";
import { bindingOf } from "../../rules/compile-workload.ts";
import type { FrozenVariables } from "../../rules/frozen-variables.ts";
import type { Side } from "../../rules/release-changes.ts";
import { holderKindOf } from "../../rules/variable-holder.ts";
import type { ServingRow } from "./changes.store.ts";
import { openServing, wasPlain } from "./serving-variables.ts";

export type Given = { rows: SharedRows; serving: ServingRow; next: WorkloadSpec; maySee: boolean };
type Variable = Side["variables"][number];
type Row = SharedRows["variables"][number];

/** What was saved so shortly before a release was made may have come too late for it. */
const marginMs = 60_000;

const isInherited = ({ holderId }: Row) => holderKindOf(holderId) !== "resource";
/** Something was saved since, here or in a place around it. */
const isTouched = ({ rows, serving }: Given) =>
  serving.rollbackOf !== null || rows.resource.configVersion !== serving.configVersion;

/** It holds more than what was saved with it. */
const isDistant = (row: Row) => isInherited(row) || row.kind === "reference";

/**
 * What was saved before the release was made went into it; a rollback is younger than what it brought back, what a place gives may
 * count only since a nearer value went, and what a text refers to is saved elsewhere.
 */
const mayDiffer = (given: Given, row: Row) =>
  given.serving.rollbackOf !== null ||
  row.updatedAt >= given.serving.createdAt - marginMs ||
  (isDistant(row) && isTouched(given));

/** The release that serves and the one that a deployment would make now, with as few values opened as decide. */
export async function bothSides(deps: Deps, given: Given): Promise<{ serving: Side; next: Side }> {
  const { rows, serving, next, maySee } = given;
  const names = new Set(serving.spec.env.map(({ key }) => key));
  const looked = rows.variables.filter((row) => mayDiffer(given, row) && (names.has(row.key) || !row.isSecret));
  const isWhole = isTouched(given) || looked.some(({ kind }) => kind === "reference");
  const opens = looked.some(({ key }) => names.has(key)) || isWhole;
  const before: FrozenVariables = opens ? await openServing(deps, given) : { values: {}, servers: {} };
  const places = isWhole ? await listStaying(deps.db, rows.resource.teamId, rows.resource.id) : [];
  const values = await openGiven(deps, rows, { wanted: looked, places });
  const after = new Map(
    looked.flatMap((row) => {
      const value = values.everywhere(row);
      return value === undefined ? [] : [[row.key, value] as const];
    }),
  );
  const plain = new Set(rows.variables.filter(({ isSecret }) => !isSecret).map(({ key }) => key));
  const distant = new Set(rows.variables.filter(isDistant).map(({ key }) => key));
  const sideOf = (spec: WorkloadSpec, { valueAt, isPlain }: Seen): Variable[] =>
    spec.env.map((each) => ({
      ...each,
      // Where one side was not looked at, neither is: they are the same then.
      value: after.has(each.key) ? valueAt(each.key) : null,
      isSecret: !maySee || !isPlain(each),
      isDistant: distant.has(each.key),
    }));
  const servers = atServers(given, { before, values, places });
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

type Servers = { before: FrozenVariables; values: GivenValues; places: readonly { id: string; name: string }[] };

/** What single servers give beside or instead; a server that the release does not know yet gets all with it. */
function atServers({ next, serving, maySee }: Given, { before: { servers }, values, places }: Servers) {
  const named = (binding: EnvBinding, name: string) => ({
    ...binding,
    key: `${binding.key} on ${name}`,
    isDistant: true,
  });
  const was = places.flatMap(({ id, name }) =>
    (servers[id] ?? []).map(({ binding, value }): Variable => {
      const isSecret = !maySee || !wasPlain(binding, serving.spec);
      return { ...named(binding, name), value, isSecret };
    }),
  );
  const will = places.flatMap((place) =>
    values.at(place).map(({ row, value }): Variable => {
      const isSecret = !maySee || row.isSecret;
      return { ...named(bindingOf(row, next.build), place.name), value, isSecret };
    }),
  );
  return { serving: was, next: will };
}
