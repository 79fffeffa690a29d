import type { WorkloadSpec } from "@fairlead/runner/contract";
import type { Deps } from "../../kit/deps.ts";
import { valuePlace } from "../../kit/secrets/secret-places.ts";
import type { SharedRows } from "../../resources/releasing/release-rows.store.ts";
import type { Releasable } from "../../resources/releasing/releasing.ts";
import { checkTotals, damagedVariable, sizeOf } from "../../resources/variables/variable-rules.ts";
import { bindingOf } from "../../rules/compile-workload.ts";
import { type FrozenVariables, frozenAt } from "../../rules/frozen-variables.ts";

type Given = Pick<Releasable, "rows"> & { places: readonly { id: string }[] };

/** What is set now, opened: of the resource and of the places that it is in, and of each of its servers. */
export async function openVariables(
  deps: Deps,
  { rows, places }: Given,
  { build, env }: Pick<WorkloadSpec, "build" | "env">,
): Promise<FrozenVariables> {
  const opened = rows.variables.map(async (row) => [row.key, await open(deps, rows, row)] as const);
  const values = Object.fromEntries(await Promise.all(opened));
  const servers: FrozenVariables["servers"] = {};
  for (const { id } of places) {
    const own = rows.atServers.get(id) ?? [];
    if (own.length === 0) continue;
    const bound = own.map(async (row) => ({ binding: bindingOf(row, build), value: await open(deps, rows, row) }));
    servers[id] = await Promise.all(bound);
  }
  const frozen = { values, servers };
  for (const { id } of places) checkGiven(Object.values(frozenAt({ env, frozen, serverId: id }).values));
  return frozen;
}

/** Of several holders together there are no more than one may have. */
const checkGiven = (values: readonly string[]): void =>
  checkTotals({ count: values.length, sizeBytes: values.reduce((sum, value) => sum + sizeOf(value), 0) });

async function open(
  deps: Deps,
  rows: SharedRows,
  { id, key, value }: SharedRows["variables"][number],
): Promise<string> {
  const place = { ...valuePlace(id), team: rows.resource.teamId };
  return deps.secrets.open(rows.wrappedKey, place, value).catch(() => Promise.reject(damagedVariable(key)));
}
