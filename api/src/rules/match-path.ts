/**
 * How much more may be looked at for one push: one is spent on each character of a pattern at each character of a path. Patterns are
 * one person's, paths another's; what both may make up together is bounded here.
 */
export type Effort = { left: number };

/** More than any push that a person makes; a fraction of a second. */
export const newEffort = (): Effort => ({ left: 10_000_000 });

/** No file system names a longer one. */
const longestPath = 4_096;

type Patterned = { parts: readonly string[]; isException: boolean };

function read(pattern: string): Patterned {
  const isException = pattern.startsWith("!");
  const named = isException ? pattern.slice(1) : pattern;
  const parts = named
    .replace(/^\.?\//, "")
    .replace(/\/$/, "")
    .split("/");
  return { parts: parts.length > 1 || named.startsWith("/") ? parts : ["**", ...parts], isException };
}

/**
 * Does a path match a pattern such as `src/**`, `*.md` or `docs/`? `*` and `?` stay within one folder, `**` crosses them; a pattern
 * without a slash matches a name at any depth, one that names a folder matches everything below it.
 */
export const matchPath = (pattern: string, path: string): boolean =>
  matchParts(read(pattern).parts, path.split("/"), { effort: newEffort() });

/** Row by row as in edit distance: linear in pattern × path, whatever the pattern is. */
function matchParts(pattern: readonly string[], path: readonly string[], { effort }: { effort: Effort }): boolean {
  // reach[i]: the pattern so far can end before path[i].
  let reach = path.map((_, i) => i === 0).concat(path.length === 0);
  for (const part of pattern) {
    effort.left -= reach.length;
    const next = reach.map(() => false);
    for (let i = 0; i < reach.length; i++) {
      if (part === "**") next[i] = reach[i] === true || next[i - 1] === true;
      else next[i] = i > 0 && reach[i - 1] === true && matchName(part, path[i - 1] ?? "", { effort });
    }
    if (!next.includes(true)) return false;
    reach = next;
  }
  // A pattern that ends above the path names one of its folders.
  return reach.some((isReached, i) => isReached && i > 0);
}

function matchName(pattern: string, name: string, { effort }: { effort: Effort }): boolean {
  if (!/[*?]/.test(pattern)) return pattern === name;
  let reach = [true, ...Array.from(name, () => false)];
  for (const char of pattern) {
    effort.left -= reach.length;
    const next = reach.map(() => false);
    for (let i = 0; i < reach.length; i++) {
      if (char === "*") next[i] = reach[i] === true || next[i - 1] === true;
      else next[i] = i > 0 && reach[i - 1] === true && (char === "?" || char === name[i - 1]);
    }
    if (!next.includes(true)) return false;
    reach = next;
  }
  return reach.at(-1) === true;
}

/**
 * Whether a change of these paths concerns an application. The last pattern that matches a path decides; `!` takes it out again.
 * What is too much to be judged concerns it: rather one deployment too many than a change that never arrives.
 */
export function watches(
  patterns: readonly string[],
  paths: readonly string[],
  { effort }: { effort: Effort } = { effort: newEffort() },
): boolean {
  if (patterns.length === 0) return true;
  const known = patterns.map(read);
  const startsWatched = known.every(({ isException }) => isException);
  return paths.some((path) => {
    if (path.length > longestPath) return true;
    const folders = path.split("/");
    let isWatched = startsWatched;
    for (const { parts, isException } of known) {
      if (effort.left <= 0) return true;
      if (matchParts(parts, folders, { effort })) isWatched = !isException;
    }
    return isWatched;
  });
}
