/** What package managers print around an error: news of themselves, and where they put a log that nobody can read. */
const noise = /^\s*$|^npm (notice|warn|WARN|timing|verb)|^npm (error|ERR!)\s*$|A complete log of this run|_logs[/\\]/;
const error =
  /\b(error|errors|ERR!|failed|failure|fatal|cannot|can't|not found|exception|panic|denied|undefined reference)\b|[a-z](error|exception)\b|ERR_/i;

/**
 * The lines of a failed program that tell why, in their order: those that speak of an error before others, the first and the last of them
 * when there are many, and the end of the output where they are too few. Without what is never the reason.
 */
export function tellingLines(lines: readonly string[], count: number): string[] {
  const useful = lines.filter((line) => !noise.test(line));
  const pool = useful.length > 0 ? useful : [...lines];
  const errors = pool.flatMap((line, index) => (error.test(line) ? [index] : []));
  const first = errors.slice(0, Math.ceil(count / 2));
  const last = errors.slice(first.length).slice(-Math.floor(count / 2));
  const chosen = new Set([...first, ...last]);
  for (let index = pool.length - 1; index >= 0 && chosen.size < count; index--) chosen.add(index);
  return pool.filter((_line, index) => chosen.has(index));
}

/** A line of source code that a trace quotes, and one that only counts, speak of an error without saying which. */
const quoted = /^\s|^throw |^raise |^npm (error|ERR!) (code|errno|syscall|path|command|Lifecycle)|^\d+ errors?\b/;

/** The first line that says in its own words what went wrong; undefined where none does. */
export function firstError(lines: readonly string[]): string | undefined {
  return lines.find((line) => error.test(line) && !noise.test(line) && !quoted.test(line))?.trim();
}
