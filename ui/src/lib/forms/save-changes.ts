import { ApiError } from "../api/api-error.ts";
import type { Change, Conflict } from "../api/conflict.ts";

/** A conflict after a person looked at both values: the fields in `mine` are saved as that person wanted them. */
export type Settled = Conflict & { mine: ReadonlySet<string> };

type Read = { revision: number };
type Tree = Record<string, unknown>;
type Save<S, V> = {
  /** The row as it was when the person began to edit it. */
  read: Read;
  /** Its values under the names that a save has for them, where they are others. */
  stored?: object;
  /** Fields of which a part may be sent. */
  merges?: readonly string[];
  settled: Settled | undefined;
  send: (change: Partial<S> & Read) => Promise<V>;
};

/** As often as others may come in between without touching the same field. */
const mostRaces = 5;

/**
 * Saves what differs from what was read, from the revision that was read; undefined when nothing does. When somebody else saved in the
 * meantime, but other fields, it is saved beside that; a field that both changed is left to the person, as an error with the conflict.
 */
export async function saveChanges<S extends object, V>(set: S, save: Save<S, V>): Promise<V | undefined> {
  const { read, settled, merges = [], send } = save;
  const stored = asTree(save.stored ?? read);
  const wanted = settled ? withTheirs(asTree(set), settled) : asTree(set);
  // What a person decided is sent although it may be what was read.
  const change = settled ? wanted : changesIn(wanted, { stored, merges });
  if (Object.keys(change).length === 0) return undefined;
  let revision = settled?.revision ?? read.revision;
  for (let race = 1; ; race++) {
    try {
      return await send({ ...fitting<Partial<S>>(change), revision });
    } catch (error) {
      const conflict = error instanceof ApiError ? error.conflict : null;
      const both = conflict?.changes.filter((each) => !isTheirsAsRead(each, { stored, settled })) ?? [];
      if (!conflict || both.length > 0 || race === mostRaces) throw onlyBoth(error, both);
      revision = conflict.revision;
    }
  }
}

// A part of a save's fields, as the form gave them.
const fitting = <T>(change: object): T => JSON.parse(JSON.stringify(change));
const asTree = (value: object): Tree => Object.fromEntries(Object.entries(value));
const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null && !Array.isArray(value);
const isSame = (one: unknown, other: unknown) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

/** Whether all that is wanted is stored: what is stored may have more fields than can be saved. */
function holds(wanted: unknown, stored: unknown): boolean {
  if (!isTree(wanted) || !isTree(stored)) return isSame(wanted, stored);
  return Object.entries(wanted).every(([key, value]) => holds(value, stored[key]));
}

function changesIn(wanted: Tree, { stored, merges }: { stored: Tree; merges: readonly string[] }): Tree {
  return Object.fromEntries(
    Object.entries(wanted).flatMap(([key, value]): [string, unknown][] => {
      const before = stored[key];
      if (value === undefined || holds(value, before)) return [];
      if (!merges.includes(key) || !isTree(value) || !isTree(before)) return [[key, value]];
      return [[key, changesIn(value, { stored: before, merges: [] })]];
    }),
  );
}

const valueAt = (tree: unknown, path: string): unknown =>
  path.split(".").reduce((value: unknown, key) => (isTree(value) ? value[key] : undefined), tree);

/** Nobody but this person changed the field since it was read, or since the person last looked at both values. */
function isTheirsAsRead(
  { path, theirs, isHidden }: Change,
  { stored, settled }: { stored: Tree; settled: Settled | undefined },
) {
  if (isHidden) return settled?.mine.has(path) === true;
  const looked = settled?.changes.find((each) => each.path === path);
  return isSame(theirs, looked ? looked.theirs : valueAt(stored, path));
}

function onlyBoth(error: unknown, both: readonly Change[]): unknown {
  if (!(error instanceof ApiError) || !error.conflict || both.length === 0) return error;
  return error.about(both);
}

/** The save with the stored values of those fields that the person left to the other one. */
export function withTheirs(set: Tree, { changes, mine }: Settled): Tree {
  const wanted: Tree = structuredClone(set);
  for (const { path, theirs, isHidden } of changes) {
    if (mine.has(path)) continue;
    const parts = path.split(".");
    const last = parts.pop() ?? "";
    const parent = parts.length === 0 ? wanted : valueAt(wanted, parts.join("."));
    if (!isTree(parent)) continue;
    if (isHidden) delete parent[last];
    else parent[last] = theirs;
  }
  return wanted;
}
