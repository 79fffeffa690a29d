// pure

import type { Forge } from "@fairlead/runner/contract";
import { bitbucket } from "./bitbucket.ts";
import type { ForgeReader } from "./forge-reader.ts";
import { gitea } from "./gitea.ts";
import { github } from "./github.ts";
import { gitlab } from "./gitlab.ts";
import { plainGit } from "./plain-git.ts";

/** Forgejo speaks as Gitea; `git` is any server that can call an address with an HMAC. */
export const readers: Record<Forge, ForgeReader> = {
  github,
  gitlab,
  bitbucket,
  gitea,
  git: plainGit,
};
