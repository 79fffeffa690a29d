import { backoffMs } from "../agent/backoff.ts";
import { systemClock } from "../agent/clock.ts";
import type { DockerHost } from "../engine/docker-host.ts";
import { openLocalDockerHost } from "../engine/local-docker-host.ts";
import { openSshDockerHost } from "../engine/ssh-docker-host.ts";
import { HostFault } from "../hosts/host-fault.ts";
import { createHostPool, type HostPool } from "../hosts/host-pool.ts";
import { authorizedKeysLine, type SshKey } from "../hosts/ssh-keys.ts";
import { type SshTimings, sshTimings } from "../hosts/ssh-open.ts";
import type { DockerServer } from "./target-tools.ts";

/** A connection costs a quarter of a second; deployments come in bursts. */
const idleMs = 30 * 60_000;

/** One connection per server, shared by all jobs. */
export function createServerPool({
  key,
  timings = sshTimings,
}: {
  home: string;
  key: SshKey;
  timings?: SshTimings;
}): HostPool<DockerServer, DockerHost> {
  return createHostPool<DockerServer, DockerHost>({
    keyOf: (target) => JSON.stringify(target),
    idleMs,
    attempts: 3,
    backoffMs: (attempt) => backoffMs(attempt, { random: Math.random, baseMs: 500, maxMs: 5_000 }),
    timers: systemClock,
    open: async (target, signal) => {
      const { dockerSocket } = target;
      const socket = dockerSocket === null ? {} : { dockerSocket };
      if (target.kind === "local") return openLocalDockerHost({ ...socket, signal });
      const { host, port, user, hostKey } = target;
      if (hostKey === null) throw unconfirmed(host);
      return openSshDockerHost(
        {
          host,
          port,
          user,
          privateKey: key.privateKey,
          authorizedKeysLine: authorizedKeysLine(key),
          ...socket,
          hostKeys: hostKey.split("\n").filter((line) => line.trim() !== ""),
        },
        { timings, signal },
      );
    },
  });
}

const unconfirmed = (host: string) =>
  new HostFault("host-key-changed", {
    sentence: `The host key of ${host} has not been confirmed yet, so nothing is sent to it.`,
    nextAction: "Open the server page, compare the fingerprint with the server's own and confirm it.",
  });
