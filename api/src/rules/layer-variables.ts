import { holderKindOf, rankOfHolder } from "./variable-holder.ts";

type Held = { key: string; holderId: string };

/** What a release of one resource is given. */
export type Layers<V> = {
  /** The same on all of its servers, by name: the nearest of each. */
  variables: V[];
  /** Its own, which no server changes. */
  own: V[];
  /** What one server gives beside that, or in the place of it. */
  atServers: ReadonlyMap<string, V[]>;
};

/** Of everything that the holders around a resource give, what counts. */
export function layerVariables<V extends Held>(all: readonly V[]): Layers<V> {
  const own = all.filter(({ holderId }) => holderKindOf(holderId) === "resource");
  const names = new Set(own.map(({ key }) => key));
  const common = all.filter(({ holderId }) => holderKindOf(holderId) !== "server");
  const ofServers = all.filter(({ holderId, key }) => holderKindOf(holderId) === "server" && !names.has(key));
  return { variables: nearest(common), own, atServers: Map.groupBy(ofServers, ({ holderId }) => holderId) };
}

/** One of each name, in the order of names. */
function nearest<V extends Held>(all: readonly V[]): V[] {
  const winners = new Map<string, V>();
  for (const each of all.toSorted((a, b) => rankOfHolder(a.holderId) - rankOfHolder(b.holderId)))
    if (!winners.has(each.key)) winners.set(each.key, each);
  return [...winners.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

/** Who gives another value of that name instead; null where the value counts. Of several the nearest. */
export function hiddenBy<V extends Held>({ key, holderId }: Held, all: readonly V[]): V | null {
  const nearer = all.filter((each) => each.key === key && rankOfHolder(each.holderId) < rankOfHolder(holderId));
  return nearer.toSorted((a, b) => rankOfHolder(a.holderId) - rankOfHolder(b.holderId))[0] ?? null;
}
