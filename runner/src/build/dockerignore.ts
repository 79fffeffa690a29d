import dockerignore from "@balena/dockerignore";
import { BuildFault } from "./build-fault.ts";

/** The file whose rules hold, by its path in the repository. */
export type IgnoreFile = { path: string; text: string | undefined };

const maxPatterns = 2_000;
const maxPatternLength = 500;

/**
 * Says for a path of the build context whether the file leaves it out. `keep` names paths that stay whatever the file says: the
 * Dockerfile must reach the daemon even when `COPY . .` is not to see it. Throws for a pattern that is none, before anything is sent.
 */
export function compileDockerignore(
  file: IgnoreFile | string | undefined,
  keep: readonly string[],
): (path: string) => boolean {
  const { path: name, text } = typeof file === "object" ? file : { path: ".dockerignore", text: file };
  if (text === undefined) return () => false;
  const lines = text.split(/\r?\n/).slice(0, maxPatterns);
  lines.forEach((pattern, index) => {
    if (isUsable(pattern)) requirePattern(pattern, { name, line: index + 1 });
  });
  const matcher = dockerignore.default().add(lines.filter(isUsable).map(literally));
  const kept = new Set(keep);
  return (path) => !kept.has(path) && matcher.ignores(path);
}

/** These mean themselves in a pattern; the library would hand them to a regular expression. */
const literally = (pattern: string) =>
  pattern.replace(/\\.|[+(){}|]/g, (found) => (found.length > 1 ? found : `\\${found}`));

/** The library compiles a pattern when the first path is asked about; by then a build would be under way. */
function requirePattern(pattern: string, { name, line }: { name: string; line: number }): void {
  try {
    dockerignore
      .default()
      .add([literally(pattern)])
      .ignores("any/path");
  } catch (cause) {
    throw new BuildFault("context-refused", {
      sentence: `Line ${line} of ${name} is not a valid pattern: ${pattern.trim().slice(0, 100)}`,
      nextAction: `Mend the line in ${name} and push again. A bracket that opens a set must be closed, or written as \\[.`,
      cause,
    });
  }
}

/** The file comes from the repository: a pattern with many `**` would make matching one path take minutes. */
const isUsable = (pattern: string) => pattern.length <= maxPatternLength && pattern.split("**").length <= 6;
