// pure

import type { GitWay } from "./git-way.ts";

export type GitEnvironment = Readonly<Record<string, string | undefined>>;

/** Where git works, what it gets of the runner's own environment, and how it gets out. */
export type GitPlace = { folder: string; inherited: Readonly<Record<string, string>>; way: GitWay };

// Proxies are not among them: git's only proxy is our door, which knows theirs.
const names = ["PATH", "SSL_CERT_FILE", "SSL_CERT_DIR", "GIT_SSL_CAINFO", "GIT_SSL_CAPATH"];

/** Nothing else of the environment reaches git: not the runner's tokens, and no GIT_ variable that would change what git does. */
export function inheritedByGit(environment: GitEnvironment): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = environment[name];
      return value ? [[name, value]] : [];
    }),
  );
}
