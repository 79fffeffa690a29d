// pure

import type { TargetOf } from "../../contract/index.ts";
import type { Clock } from "../agent/clock.ts";
import type { DockerHost } from "../engine/docker-host.ts";
import type { HostPool } from "../hosts/host-pool.ts";
import type { ProxyImage } from "../proxies/caddy/container.ts";

/** Kinds of target that Docker runs on. */
export type DockerServer = TargetOf<"local"> | TargetOf<"ssh">;

/** What targets are opened with, made once at start. */
export type TargetTools = {
  clock: Clock;
  hosts: HostPool<DockerServer, DockerHost>;
  /** The runner's state folder, where its keys are. */
  home: string;
  proxyImage: ProxyImage;
};
