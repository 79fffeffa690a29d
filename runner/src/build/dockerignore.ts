import dockerignore from "@balena/dockerignore";

const maxPatterns = 2_000;
const maxPatternLength = 500;

/**
 * Says for a path of the build context whether `.dockerignore` leaves it out. `keep` names paths that stay whatever the file says: the
 * Dockerfile must reach the daemon even when `COPY . .` is not to see it.
 */
export function compileDockerignore(text: string | undefined, keep: readonly string[]): (path: string) => boolean {
  if (text === undefined) return () => false;
  const patterns = text.split(/\r?\n/).slice(0, maxPatterns).filter(isUsable);
  const matcher = dockerignore.default().add(patterns);
  const kept = new Set(keep);
  return (path) => !kept.has(path) && matcher.ignores(path);
}

/** The file comes from the repository: a pattern with many `**` would make matching one path take minutes. */
const isUsable = (pattern: string) => pattern.length <= maxPatternLength && pattern.split("**").length <= 6;
