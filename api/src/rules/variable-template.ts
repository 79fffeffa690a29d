import {
  isBareName,
  isShared,
  type Reference,
  readTemplate,
  type TemplatePart,
  type TemplateProblem,
  writeTemplate,
} from "@fairlead/runner/contract";
import { edgeOf, isSame } from "./resolve-variable.ts";
import type { Edge } from "./variable-graph.ts";
import { holderKindOf } from "./variable-holder.ts";

/** A resource that can be named where a text stands. */
export type Named = { id: string; name: string };
/** `at`: where in the text as it was typed. */
export type TypedEdge = Pick<Edge, "resourceId" | "key"> & { at: number };
export type Stored = { text: string; edges: TypedEdge[]; problem: null } | { text: null; problem: TemplateProblem };

/** A text as it was typed becomes one that no new name changes: an id for each name. */
export function toStored(text: string, { named, where }: { named: readonly Named[]; where: string }): Stored {
  const read = readTemplate(text);
  if (read.parts === null) return { text: null, problem: read.problem };
  const parts: TemplatePart[] = [];
  const edges: TypedEdge[] = [];
  for (const part of read.parts) {
    const stored = typeof part === "string" ? part : withId(part, named);
    if (stored === null) {
      const { name, at } = typeof part === "string" ? { name: "", at: 0 } : part;
      return { text: null, problem: { at, message: `there is no ${name} in ${where}` } };
    }
    parts.push(stored);
    if (typeof stored === "string") continue;
    const edge = { ...edgeOf(stored), at: stored.at };
    if (!edges.some((each) => isSame(each, edge))) edges.push(edge);
  }
  return { text: writeTemplate(parts), edges, problem: null };
}

/** An id is understood too, unless it is in quotes. */
function withId(part: Reference, named: readonly Named[]): Reference | null {
  if (isShared(part)) return part;
  const { name, isQuoted } = part;
  const meant = (!isQuoted && named.find(({ id }) => id === name)) || named.find((each) => each.name === name);
  return meant ? { ...part, name: meant.id, isQuoted: false } : null;
}

/** A stored text as people write it today. What is gone stays an id. */
export function toTyped(text: string, names: ReadonlyMap<string, string>): string {
  const { parts } = readTemplate(text);
  if (parts === null) return text;
  return writeTemplate(
    parts.map((part) => {
      const name = typeof part === "string" || isShared(part) ? undefined : names.get(part.name);
      if (typeof part === "string" || name === undefined) return part;
      // In quotes it is a name for certain, also where it looks like an id.
      return { ...part, name, isQuoted: !isBareName(name) || holderKindOf(name) !== null };
    }),
  );
}
