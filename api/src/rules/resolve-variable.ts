import { isShared, type Reference, readTemplate, referenceText, sharedName } from "@fairlead/runner/contract";
import { conflict } from "./errors.ts";
import { type Edge, maxChain, type Node, targetOf, type VariableGraph } from "./variable-graph.ts";
import { holderKindOf } from "./variable-holder.ts";

const maxValueBytes = 65_536;
const encoder = new TextEncoder();
const tooLong = "it becomes longer than 64 KiB";
export const unresolvedCode = "variable.unresolved";

type Given<V extends Node> = {
  graph: VariableGraph<V>;
  /** What each of them holds, opened, by its id. */
  texts: ReadonlyMap<string, string>;
  /** Where it runs; null: wherever no server gives anything. */
  serverId: string | null;
  /** What a resource is called, by its id. */
  names: ReadonlyMap<string, string>;
};

/** How a variable is called by whoever looks from `root`. */
export const calledFrom =
  (root: string, names: ReadonlyMap<string, string>) => (variable: Pick<Node, "holderId" | "key">) => {
    const { holderId, key } = variable;
    if (holderId === root) return key;
    const name = holderKindOf(holderId) === "resource" ? (names.get(holderId) ?? holderId) : sharedName;
    return `${name}.${key}`;
  };

/** What a variable is when all that it refers to is put in. Asked of several, what they share is put together once. */
export function resolverOf<V extends Node>(given: Given<V>): (variable: V) => string {
  const resolver = new Resolver(given);
  return (variable) => resolver.resolve(variable, []);
}

class Resolver<V extends Node> {
  readonly #given: Given<V>;
  readonly #done = new Map<string, string>();
  readonly #called: (variable: V) => string;

  constructor(given: Given<V>) {
    this.#given = given;
    this.#called = calledFrom(given.graph.root, given.names);
  }

  /** `path`: what is being put together, the outermost first. */
  resolve(variable: V, path: readonly V[]): string {
    const known = this.#done.get(variable.id);
    if (known !== undefined) return known;
    const here = [...path, variable];
    if (path.some(({ id }) => id === variable.id))
      throw this.#refusal(here, `it refers to itself, ${here.map(this.#called).join(" → ")}`);
    if (here.length > maxChain) throw this.#refusal(here, `its chain of references is longer than ${maxChain}`);
    const text = this.#given.texts.get(variable.id) ?? "";
    const whole = variable.kind === "literal" ? text : this.#filledIn(text, { from: variable, path: here });
    this.#done.set(variable.id, whole);
    return whole;
  }

  #filledIn(text: string, at: { from: V; path: readonly V[] }): string {
    const { parts } = readTemplate(text);
    if (parts === null) throw this.#refusal(at.path, "its stored text cannot be read, give it its value again");
    let whole = "";
    for (const part of parts) {
      whole += typeof part === "string" ? part : this.resolve(this.#meant(part, at), at.path);
      if (whole.length > maxValueBytes) throw this.#refusal(at.path, tooLong);
    }
    if (whole.length * 3 > maxValueBytes && encoder.encode(whole).length > maxValueBytes)
      throw this.#refusal(at.path, tooLong);
    return whole;
  }

  #meant(part: Reference, { from, path }: { from: V; path: readonly V[] }): V {
    const { graph, serverId, names } = this.#given;
    const edge = edgeOf(part);
    const { resourceId, key } = edge;
    const isElsewhere = from.holderId !== graph.root && holderKindOf(from.holderId) === "resource";
    if (isElsewhere && graph.edgesOf(from.id).some((each) => isSame(each, edge) && each.isAtServer))
      throw this.#refusal(
        path,
        `${this.#called(from)} has ${key} from a server, which tells it only to what runs there`,
      );
    const target = targetOf(graph, { from, edge: { variableId: from.id, ...edge }, serverId });
    if (target) return target;
    const name = resourceId === null ? sharedName : names.get(resourceId);
    throw this.#refusal(
      path,
      name === undefined
        ? `the resource whose ${key} it refers to is gone, or in another environment`
        : `there is no ${referenceText({ name, isQuoted: false, key })}`,
    );
  }

  #refusal([first]: readonly V[], why: string) {
    return conflict(unresolvedCode, `The variable ${first ? this.#called(first) : ""} cannot be put together: ${why}.`);
  }
}

/** A stored text has ids where people write names. */
export const edgeOf = (part: Reference): Pick<Edge, "resourceId" | "key"> => ({
  resourceId: isShared(part) ? null : part.name,
  key: part.key,
});
export const isSame = (a: Pick<Edge, "resourceId" | "key">, b: Pick<Edge, "resourceId" | "key">) =>
  a.resourceId === b.resourceId && a.key === b.key;
