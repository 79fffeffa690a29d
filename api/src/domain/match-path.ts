/**
 * Does a path match a pattern such as `src/**`, `*.md` or `docs/`? `*` and `?` stay within one folder, `**` crosses them; a pattern
 * without a slash matches a name at any depth, one that names a folder matches everything below it.
 */
export function matchPath(pattern: string, path: string): boolean {
  const parts = pattern
    .replace(/^\.?\//, "")
    .replace(/\/$/, "")
    .split("/");
  const anchored = parts.length > 1 || pattern.startsWith("/") ? parts : ["**", ...parts];
  return matchParts(anchored, path.split("/"));
}

/** Row by row as in edit distance: linear in pattern × path, whatever the pattern is. */
function matchParts(pattern: readonly string[], path: readonly string[]): boolean {
  // reach[i]: the pattern so far can end before path[i].
  let reach = path.map((_, i) => i === 0).concat(path.length === 0);
  for (const part of pattern) {
    const next = reach.map(() => false);
    for (let i = 0; i < reach.length; i++) {
      if (part === "**") next[i] = reach[i] === true || next[i - 1] === true;
      else next[i] = i > 0 && reach[i - 1] === true && matchName(part, path[i - 1] ?? "");
    }
    reach = next;
  }
  // A pattern that ends above the path names one of its folders.
  return reach.some((isReached, i) => isReached && i > 0);
}

function matchName(pattern: string, name: string): boolean {
  let reach = [true, ...Array.from(name, () => false)];
  for (const char of pattern) {
    const next = reach.map(() => false);
    for (let i = 0; i < reach.length; i++) {
      if (char === "*") next[i] = reach[i] === true || next[i - 1] === true;
      else next[i] = i > 0 && reach[i - 1] === true && (char === "?" || char === name[i - 1]);
    }
    reach = next;
  }
  return reach.at(-1) === true;
}

/** Whether a change of these paths concerns an application. The last pattern that matches a path decides; `!` takes it out again. */
export function watches(patterns: readonly string[], paths: readonly string[]): boolean {
  if (patterns.length === 0) return true;
  const startsWatched = patterns.every((pattern) => pattern.startsWith("!"));
  return paths.some((path) => {
    let isWatched = startsWatched;
    for (const pattern of patterns) {
      const isException = pattern.startsWith("!");
      if (matchPath(isException ? pattern.slice(1) : pattern, path)) isWatched = !isException;
    }
    return isWatched;
  });
}
