import type { VariableKind } from "@fairlead/runner/contract";
import { locateResource } from "../../kit/access/locate.store.ts";
import { invalidField } from "../../rules/errors.ts";
import { allow } from "../../rules/permissions.ts";
import { calledFrom, isSame } from "../../rules/resolve-variable.ts";
import {
  chainProblem,
  type Edge,
  isSecretWithin,
  maxChain,
  type Node,
  reachedFrom,
  targetsOf,
  type VariableGraph,
} from "../../rules/variable-graph.ts";
import { holderKindOf } from "../../rules/variable-holder.ts";
import { type TypedEdge, toStored } from "../../rules/variable-template.ts";
import type { Asker } from "./asker.ts";
import { maxEdges, readGraph } from "./read-graph.ts";
import { listEdges, listNeighbours } from "./references.store.ts";
import { listAround } from "./variables.store.ts";

/** A variable of a set as it is to be. `typed`: its text as it came; null: it stays as it is stored. */
export type Entry = {
  id: string;
  key: string;
  kind: VariableKind;
  isSecret: boolean;
  typed: string | null;
  path: string;
};
export type Judged = {
  /** What is sealed of those that were typed, by id. */
  texts: ReadonlyMap<string, string>;
  /** All that the set refers to. */
  edges: readonly Edge[];
};

type Of = { holderId: string; environmentId: string | null; set: readonly Entry[] };
type Typed = Entry & { edges: readonly TypedEdge[] };

/**
 * What refers is judged as a whole, as it would be after the save: names become ids, what is referred to is there, nothing leads back to
 * itself, and whoever types a reference may read what it brings. Throws where a text is wrong, at its place.
 */
export async function judgeReferences({ deps, actor }: Asker, { holderId, environmentId, set }: Of): Promise<Judged> {
  const refers = set.filter(({ kind }) => kind === "reference");
  const texts = new Map(set.flatMap(({ id, typed }) => (typed === null ? [] : [[id, typed] as const])));
  if (refers.length === 0) return { texts, edges: [] };
  const { db } = deps;
  const { teamId } = actor;
  const named = environmentId ? await listNeighbours(db, teamId, environmentId) : [];
  const where = environmentId ? "this environment" : "a place that is in no environment";
  const typed = refers.flatMap((entry): Typed[] => {
    if (entry.typed === null) return [];
    const stored = toStored(entry.typed, { named, where });
    if (stored.problem) throw refusedAt(entry.path, stored.problem);
    texts.set(entry.id, stored.text);
    return [{ ...entry, edges: stored.edges }];
  });
  const kept = refers.filter((entry) => entry.typed === null).map(({ id }) => id);
  const keptEdges = kept.length > 0 ? await listEdges(db, teamId, { variableIds: kept, limit: maxEdges + 1 }) : [];
  const typedEdges = typed.flatMap(({ id, edges }) =>
    edges.map(({ resourceId, key }) => ({ variableId: id, resourceId, key })),
  );
  const edges = [...typedEdges, ...keptEdges];
  const own = set.map(({ id, key, kind, isSecret }): Node => ({ id, holderId, key, kind, isSecret }));
  const around: Node[] = await listAround(db, teamId, { holderId });
  const saved = { ids: new Set(own.map(({ id }) => id)), edges };
  const read = { root: holderId, environmentId, rows: [...own, ...around], saved };
  const { graph, names } = await readGraph(db, teamId, read);
  for (const entry of refers) judge(graph, { entry, names, typed: typed.find(({ id }) => id === entry.id) });
  await allowAll({ deps, actor }, { graph, typed });
  return { texts, edges };
}

const refusedAt = (path: string, { at, message }: { at: number; message: string }) =>
  invalidField(path, `${message} (at character ${at + 1})`);

type Judging = { entry: Entry; typed: Typed | undefined; names: ReadonlyMap<string, string> };

function judge(graph: VariableGraph<Node>, { entry, typed, names }: Judging): void {
  const from = graph.find(graph.root, entry.key);
  if (!from) return;
  const called = calledFrom(graph.root, names);
  for (const edge of graph.edgesOf(from.id)) {
    if (targetsOf(graph, { from, edge }).length > 0) continue;
    const whose = edge.resourceId === null ? "shared" : (names.get(edge.resourceId) ?? edge.resourceId);
    const at = typed?.edges.find((each) => isSame(each, edge))?.at ?? 0;
    throw refusedAt(entry.path, { at, message: `${entry.key} refers to ${whose}.${edge.key}, which is not there` });
  }
  const problem = chainProblem(graph, from);
  if (problem?.kind === "cycle")
    throw invalidField(entry.path, `${entry.key} would refer to itself: ${problem.path.map(called).join(" → ")}`);
  if (problem) throw invalidField(entry.path, `${entry.key} would be a chain of more than ${maxChain} references`);
}

/**
 * Whoever deploys what is given a value can read it there. What places give comes to a resource anyway; of other resources the same right
 * is asked for as to read it there, however far the way is.
 */
async function allowAll(
  { deps: { db }, actor }: Asker,
  { graph, typed }: { graph: VariableGraph<Node>; typed: readonly Typed[] },
): Promise<void> {
  const starts = typed.flatMap(({ key }) => graph.find(graph.root, key) ?? []);
  const foreign = reachedFrom(graph, starts).filter(
    ({ holderId }) => holderKindOf(holderId) === "resource" && holderId !== graph.root,
  );
  for (const [holderId, all] of Map.groupBy(foreign, (each) => each.holderId)) {
    const place = await locateResource(db, actor.teamId, holderId);
    const brings = all.some((each) => isSecretWithin(graph, each));
    allow(actor, brings ? "value.secrets" : "value.view", place);
  }
}
