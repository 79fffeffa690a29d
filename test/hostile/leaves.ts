/** A value inside a request or an answer, with the way to it, e.g. `origin.watchPaths.0`. */
type Leaf = { path: string; value: unknown };

/** Everything in a JSON value that is neither object nor array. */
export function leavesOf(value: unknown, path = ""): Leaf[] {
  if (typeof value !== "object" || value === null) return [{ path, value }];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, path === "" ? key : `${path}.${key}`));
}

export const textsOf = (value: unknown) => leavesOf(value).filter((leaf) => typeof leaf.value === "string");

export function valueAt(value: unknown, path: string): unknown {
  return leavesOf(value).find((leaf) => leaf.path === path)?.value;
}

/** A copy with one value changed. Keys are never taken from what is hostile. */
export function withValue<T>(whole: T, { path, value }: Leaf): T {
  const copy = structuredClone(whole);
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  let place = copy as Record<string, unknown>;
  for (const key of keys) place = place[key] as Record<string, unknown>;
  place[last] = value;
  return copy;
}
