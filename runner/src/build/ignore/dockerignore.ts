// pure

import type { IgnoreFile } from "./read-ignore-file.ts";
import { type Pattern, readPatterns } from "./read-patterns.ts";

/** What is known of a folder. `hits`: the patterns that named this folder or one above it, by their numbers. */
type Folder = { hits: ReadonlySet<number>; isLeftOut: boolean; isSkipped: boolean };

/**
 * Says for a path of the build context whether the file leaves it out, as the docker command does: the last line that names a path or a
 * folder above it decides. A folder that is left out is not looked into, unless an exception begins with its name. `keep` names paths
 * that stay whatever the file says: the Dockerfile must reach the daemon even when `COPY . .` is not to see it. Throws BuildFault for a
 * pattern that is none, before anything is sent.
 */
export function compileDockerignore(file: IgnoreFile | undefined, keep: readonly string[]): (path: string) => boolean {
  if (file === undefined) return () => false;
  const rules = new Rules(readPatterns(file.text, { name: file.path }));
  const kept = new Set(keep);
  return (path) => !kept.has(path) && rules.isLeftOut(path);
}

const root: Folder = { hits: new Set(), isLeftOut: false, isSkipped: false };

class Rules {
  readonly #patterns: readonly Pattern[];
  readonly #folders = new Map<string, Folder>();

  constructor(patterns: readonly Pattern[]) {
    this.#patterns = patterns;
  }

  isLeftOut(path: string): boolean {
    const above = this.#above(path);
    return above.isSkipped || this.#judge(path, above).isLeftOut;
  }

  #above(path: string): Folder {
    const slash = path.lastIndexOf("/");
    return slash === -1 ? root : this.#folder(path.slice(0, slash));
  }

  #folder(path: string): Folder {
    const known = this.#folders.get(path);
    if (known) return known;
    const above = this.#above(path);
    const judged = above.isSkipped ? above : this.#judge(path, above);
    const isSkipped = above.isSkipped || (judged.isLeftOut && !this.#isExceptedBelow(path));
    const folder = { hits: judged.hits, isLeftOut: judged.isLeftOut, isSkipped };
    this.#folders.set(path, folder);
    return folder;
  }

  #judge(path: string, above: Folder): Pick<Folder, "hits" | "isLeftOut"> {
    let isLeftOut = false;
    const hits = new Set<number>();
    this.#patterns.forEach((pattern, index) => {
      // A line that would change nothing is not asked, and does not hold for what lies below either.
      const isAsked = pattern.isException === isLeftOut;
      if (!above.hits.has(index) && !(isAsked && pattern.matches(path))) return;
      hits.add(index);
      isLeftOut = !pattern.isException;
    });
    return { hits, isLeftOut };
  }

  #isExceptedBelow(folder: string): boolean {
    return this.#patterns.some(({ isException, text }) => isException && `${text}/`.startsWith(`${folder}/`));
  }
}
