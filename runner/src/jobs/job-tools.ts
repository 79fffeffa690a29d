// pure

import type { PayloadOf } from "../../contract/index.ts";
import type { SshTimings } from "../hosts/ssh-open.ts";
import type { GitSources } from "../sources/git-sources.ts";
import type { TargetTools } from "../targets/target-tools.ts";

/** What the jobs work with, made once at start. */
export type JobTools = TargetTools & {
  sources: GitSources;
  allowHttpGit: boolean;
  sshTimings?: SshTimings;
};

export type SshTargetOf = Extract<PayloadOf<"deploy">["target"], { kind: "ssh" }>;
