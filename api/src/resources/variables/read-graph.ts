import type { Database } from "@fairlead/db";
import { conflict } from "../../rules/errors.ts";
import { type Edge, maxChain, type Node, toGraph, type VariableGraph } from "../../rules/variable-graph.ts";
import { listEdges, listNames, listWanted, measureWanted } from "./references.store.ts";
import type { VariableRow } from "./variables.store.ts";

type Given<V extends Node> = {
  root: string;
  /** null: nothing is there that could be named. */
  environmentId: string | null;
  /** All that is given there: its own and what the places around give. */
  rows: readonly V[];
  /** Variables that are being saved, with all that they refer to; what the others refer to is read. */
  saved?: { ids: ReadonlySet<string>; edges: readonly Edge[] };
  /** What goes too far is left out without a word, so that a page is shown on which it can be mended. */
  isForShow?: boolean;
};
export type Referred<V extends Node> = {
  graph: VariableGraph<V | VariableRow>;
  /** What the resources are called that are referred to. */
  names: ReadonlyMap<string, string>;
};

/** What one holder may bring together of others: more would have to be read, and held, for every deployment of it. */
export const maxEdges = 5_000;
const maxForeignBytes = 4 * 1_048_576;
const tooFar = () =>
  conflict(
    "variable.too_far",
    "Its variables refer to too much: at most 5,000 references and 4 MiB of values of other resources. Refer to less.",
  );

/** All that references lead to, read a link of the chain at a time; where there is none, nothing is asked. */
export async function readGraph<V extends Node>(
  db: Database,
  teamId: string,
  { root, environmentId, rows, saved = { ids: new Set(), edges: [] }, isForShow = false }: Given<V>,
): Promise<Referred<V>> {
  const all: (V | VariableRow)[] = [...rows];
  const edges: Edge[] = [...saved.edges];
  const known = new Set<string>();
  let room = maxForeignBytes;
  let open: readonly Node[] = rows.filter(({ id, kind }) => kind === "reference" && !saved.ids.has(id));
  let fresh: readonly Edge[] = saved.edges;
  for (let link = 0; link <= maxChain && (open.length > 0 || fresh.length > 0); link++) {
    if (open.length > 0) {
      const variableIds = open.map(({ id }) => id);
      const read = await listEdges(db, teamId, { variableIds, limit: maxEdges + 1 });
      edges.push(...read);
      fresh = [...fresh, ...read];
    }
    const wanted = wantedOf(fresh, { root, known });
    const of = environmentId && wanted.length > 0 ? { environmentId, wanted } : null;
    room -= of ? await measureWanted(db, teamId, of) : 0;
    if (edges.length > maxEdges || room < 0) {
      if (isForShow) break;
      throw tooFar();
    }
    const found = of ? await listWanted(db, teamId, of) : [];
    all.push(...found);
    open = found.filter(({ kind }) => kind === "reference");
    fresh = [];
  }
  const ids = [...new Set(edges.flatMap(({ resourceId }) => resourceId ?? []))];
  const named = ids.length > 0 && environmentId ? await listNames(db, teamId, { environmentId, ids }) : [];
  return { graph: toGraph({ root, rows: all, edges }), names: new Map(named.map(({ id, name }) => [id, name])) };
}

/** Each is asked for once, also one that is not there. All of the holder itself is known. */
function wantedOf(edges: readonly Edge[], { root, known }: { root: string; known: Set<string> }) {
  return edges.flatMap(({ resourceId, key }) => {
    if (resourceId === null || resourceId === root || known.has(`${resourceId} ${key}`)) return [];
    known.add(`${resourceId} ${key}`);
    return { resourceId, key };
  });
}
