import type { Deps } from "../../kit/deps.ts";
import { valuePlace } from "../../kit/secrets/secret-places.ts";
import { AppError } from "../../rules/errors.ts";
import { resolverOf, unresolvedCode } from "../../rules/resolve-variable.ts";
import { reachedFrom } from "../../rules/variable-graph.ts";
import { spendVariables } from "../variables/pace-variables.ts";
import { damagedVariable } from "../variables/variable-rules.ts";
import type { SharedRows } from "./release-rows.store.ts";

type Row = SharedRows["variables"][number];
type Place = { id: string };
type Valued = { row: Row; value: string };

/** What a process is given of some variables, with all that they refer to put in. */
export type GivenValues = {
  /** Wherever no server says otherwise; undefined: only servers give a part of it. */
  everywhere: (row: Row) => string | undefined;
  /** What one server gives beside or instead, and what is otherwise there because of it. */
  at: (place: Place) => Valued[];
};

/** `wanted`: of the variables that count; `places`: the servers it is to be on. */
export async function openGiven(
  deps: Deps,
  rows: SharedRows,
  { wanted, places }: { wanted: readonly Row[]; places: readonly Place[] },
): Promise<GivenValues> {
  const { graph, names } = rows;
  const ofServers = places.flatMap(({ id }) => rows.atServers.get(id) ?? []);
  const texts = await openTexts(deps, rows, [...wanted, ...ofServers]);
  const resolverAt = (serverId: string | null) => resolverOf({ graph, texts, serverId, names });
  const common = resolverAt(null);
  const atPlaces = new Map(places.map(({ id }) => [id, resolverAt(id)]));
  const everywhere = (row: Row) => {
    try {
      return common(row);
    } catch (error) {
      // Where every server gives what is missing, there is no other place that goes without it.
      if (isUnresolved(error) && places.length > 0 && gives(row)) return undefined;
      throw error;
    }
  };
  const gives = (row: Row) => places.every(({ id }) => atPlaces.get(id)?.(row) !== undefined);
  return {
    everywhere,
    at: ({ id }) => {
      const resolve = atPlaces.get(id) ?? common;
      const own = rows.atServers.get(id) ?? [];
      const hidden = new Set(own.map(({ key }) => key));
      const refers = wanted.filter(({ kind, key }) => kind === "reference" && !hidden.has(key));
      return [
        ...own.map((row) => ({ row, value: resolve(row) })),
        ...refers.map((row) => ({ row, value: resolve(row) })).filter(({ row, value }) => value !== everywhere(row)),
      ];
    },
  };
}

const isUnresolved = (error: unknown) => error instanceof AppError && error.code === unresolvedCode;

/** Everything that is needed, each opened once. What other resources hold counts as read too. */
async function openTexts(deps: Deps, rows: SharedRows, starts: readonly Row[]): Promise<ReadonlyMap<string, string>> {
  const { teamId } = rows.resource;
  const reached = reachedFrom(rows.graph, starts);
  const foreign = reached.filter(({ resourceId }) => resourceId !== null && resourceId !== rows.resource.id);
  const sizeBytes = foreign.reduce((sum, { value }) => sum + value.length, 0);
  if (sizeBytes > 0) await spendVariables(deps, teamId, { sizeBytes });
  const open = async ({ id, key, value }: Row) => {
    const place = { ...valuePlace(id), team: teamId };
    return deps.secrets.open(rows.wrappedKey, place, value).catch(() => Promise.reject(damagedVariable(key)));
  };
  return new Map(await Promise.all(reached.map(async (row) => [row.id, await open(row)] as const)));
}
