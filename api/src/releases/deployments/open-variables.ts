import type { WorkloadSpec } from "@fairlead/runner/contract";
import type { Deps } from "../../kit/deps.ts";
import { openGiven } from "../../resources/releasing/given-values.ts";
import type { Releasable } from "../../resources/releasing/releasing.ts";
import { checkTotals, sizeOf } from "../../resources/variables/variable-rules.ts";
import { bindingOf } from "../../rules/compile-workload.ts";
import { conflict } from "../../rules/errors.ts";
import { type FrozenVariables, frozenAt } from "../../rules/frozen-variables.ts";
import { missingVariables } from "../../rules/required-variables.ts";

type Given = Pick<Releasable, "rows"> & { places: readonly { id: string }[] };

/** What is set now, opened: of the resource and of the places that it is in, and of each of its servers. */
export async function openVariables(
  deps: Deps,
  { rows, places }: Given,
  { build, env }: Pick<WorkloadSpec, "build" | "env">,
): Promise<FrozenVariables> {
  const { everywhere, at } = await openGiven(deps, rows, { wanted: rows.variables, places });
  const values = Object.fromEntries(
    rows.variables.flatMap((row) => {
      const value = everywhere(row);
      return value === undefined ? [] : [[row.key, value]];
    }),
  );
  const servers: FrozenVariables["servers"] = {};
  for (const place of places) {
    const own = at(place);
    if (own.length > 0) servers[place.id] = own.map(({ row, value }) => ({ binding: bindingOf(row, build), value }));
  }
  const locked = [...rows.variables, ...places.flatMap(({ id }) => rows.atServers.get(id) ?? [])]
    .filter(({ isLocked }) => isLocked)
    .map(({ key }) => key);
  const frozen = { values, servers, locked };
  for (const { id } of places) {
    const { values: all } = frozenAt({ env, frozen, serverId: id });
    checkGiven(Object.values(all));
    refuseMissing(missingVariables({ given: rows.given, values: all, serverId: id }));
  }
  return frozen;
}

function refuseMissing(names: readonly string[]): void {
  if (names.length > 0)
    throw conflict("variable.required", `Give these variables a value first, they are required: ${names.join(", ")}.`);
}

/** Of several holders together there are no more than one may have. */
const checkGiven = (values: readonly string[]): void =>
  checkTotals({ count: values.length, sizeBytes: values.reduce((sum, value) => sum + sizeOf(value), 0) });
