import { holderKindOf, rankOfHolder } from "./variable-holder.ts";

export type Node = { id: string; holderId: string; key: string; kind: "literal" | "reference"; isSecret: boolean };
/** What a variable refers to. `resourceId` null: what the places around its holder give. */
export type Edge = {
  variableId: string;
  resourceId: string | null;
  key: string;
  /** A server gives that name to the resource that holds the variable. */
  isAtServer?: boolean;
};

/** Variables and what they refer to, as one holder sees them: all that is given there, and what of other resources that leads to. */
export type VariableGraph<V extends Node> = {
  /** The holder that all is looked at from. */
  root: string;
  find: (holderId: string, key: string) => V | undefined;
  edgesOf: (variableId: string) => readonly Edge[];
  /** Holders that are places, the nearest first. */
  places: readonly string[];
};

/** So long a chain of references may be; a longer one is refused, when it is saved and when it is resolved. */
export const maxChain = 16;

type Parts<V extends Node> = { root: string; rows: readonly V[]; edges: readonly Edge[] };

export function toGraph<V extends Node>({ root, rows, edges }: Parts<V>): VariableGraph<V> {
  const byName = new Map(rows.map((row) => [`${row.holderId} ${row.key}`, row]));
  const ofEach = Map.groupBy(edges, ({ variableId }) => variableId);
  const places = new Set(rows.map(({ holderId }) => holderId).filter((id) => holderKindOf(id) !== "resource"));
  return {
    root,
    find: (holderId, key) => byName.get(`${holderId} ${key}`),
    edgesOf: (id) => ofEach.get(id) ?? [],
    places: [...places].toSorted((a, b) => rankOfHolder(a) - rankOfHolder(b)),
  };
}

/**
 * The places whose variables `shared` means in what a holder holds, the nearest first: its own if it is one, and those around. What a
 * server gives counts for what runs on it, and a server knows only its own.
 */
function placesOf({ places, root }: Pick<VariableGraph<Node>, "places" | "root">, holderId: string): readonly string[] {
  const kind = holderKindOf(holderId);
  if (kind === "server") return [holderId];
  return places.filter((place) => {
    if (holderKindOf(place) === "server") return kind === "resource" && holderId === root;
    return rankOfHolder(place) >= rankOfHolder(holderId);
  });
}

type Step<V extends Node> = { from: V; edge: Edge };

/** All that it may mean, on whichever server; the nearest first. */
export function targetsOf<V extends Node>(graph: VariableGraph<V>, { from, edge }: Step<V>): V[] {
  const { resourceId, key } = edge;
  if (resourceId !== null) return present([graph.find(resourceId, key)]);
  const given = placesOf(graph, from.holderId).map((place) => graph.find(place, key));
  // What a variable makes more of is the next one of its name, never itself.
  return present(given).filter(({ id }) => id !== from.id);
}

const present = <V>(all: readonly (V | undefined)[]): V[] => all.flatMap((each) => (each === undefined ? [] : [each]));
const isOfServer = ({ holderId }: Node) => holderKindOf(holderId) === "server";

/** What it means on one server; null: wherever no server gives that name. */
export function targetOf<V extends Node>(
  graph: VariableGraph<V>,
  { serverId, ...step }: Step<V> & { serverId: string | null },
): V | undefined {
  if (isOfServer(step.from)) return targetsOf(graph, step)[0];
  return targetsOf(graph, step).find((each) => !isOfServer(each) || each.holderId === serverId);
}

/** Everything that variables lead to, they themselves too. */
export function reachedFrom<V extends Node>(graph: VariableGraph<V>, starts: readonly V[]): V[] {
  const reached = new Map<string, V>();
  const open = [...starts];
  for (let from = open.pop(); from; from = open.pop()) {
    if (reached.has(from.id)) continue;
    reached.set(from.id, from);
    for (const edge of graph.edgesOf(from.id)) open.push(...targetsOf(graph, { from, edge }));
  }
  return [...reached.values()];
}

/** A secret makes a secret of every text that it is put into. */
export const isSecretWithin = <V extends Node>(graph: VariableGraph<V>, variable: V): boolean =>
  variable.isSecret ||
  (variable.kind === "reference" && reachedFrom(graph, [variable]).some(({ isSecret }) => isSecret));

export type ChainProblem<V extends Node> = { kind: "cycle" | "too-long"; path: V[] };

/** Why what a variable refers to never ends; null where it does. */
export function chainProblem<V extends Node>(graph: VariableGraph<V>, start: V): ChainProblem<V> | null {
  const heights = new Map<string, number>();
  const walk = (from: V, path: readonly V[]): ChainProblem<V> | number => {
    const seen = path.findIndex(({ id }) => id === from.id);
    if (seen >= 0) return { kind: "cycle", path: [...path.slice(seen), from] };
    const here = [...path, from];
    if (here.length > maxChain) return { kind: "too-long", path: here };
    const known = heights.get(from.id);
    if (known !== undefined) return path.length + known > maxChain ? { kind: "too-long", path: here } : known;
    let height = 0;
    for (const edge of graph.edgesOf(from.id))
      for (const target of targetsOf(graph, { from, edge })) {
        const found = walk(target, here);
        if (typeof found !== "number") return found;
        height = Math.max(height, found);
      }
    heights.set(from.id, height + 1);
    return height + 1;
  };
  const found = walk(start, []);
  return typeof found === "number" ? null : found;
}
