import type { PayloadOf, ServerTarget } from "../../contract/index.ts";
import type { Clock } from "../agent/clock.ts";
import type { HostPool } from "../hosts/host-pool.ts";
import type { SshTimings } from "../hosts/ssh-open.ts";
import type { ProxyImage } from "../proxies/caddy/container.ts";
import type { GitSources } from "../sources/git-sources.ts";

/** What the jobs work with, made once at start. */
export type JobTools = {
  clock: Clock;
  hosts: HostPool<ServerTarget>;
  sources: GitSources;
  /** The runner's state folder, where its keys are. */
  home: string;
  proxyImage: ProxyImage;
  allowHttpGit: boolean;
  sshTimings?: SshTimings;
};

export type SshTargetOf = Extract<PayloadOf<"deploy">["target"], { kind: "ssh" }>;
