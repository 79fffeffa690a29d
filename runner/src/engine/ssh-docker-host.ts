import { connectSsh } from "../hosts/ssh-connection.ts";
import { type OpeningHost, openHostOver } from "../hosts/ssh-host.ts";
import type { SshTarget, SshTimings } from "../hosts/ssh-open.ts";
import type { DockerHost } from "./docker-host.ts";
import { openSshDocker } from "./ssh-docker.ts";

type SshDockerTarget = SshTarget & {
  /** Where Docker was said to listen; undefined: in the usual place. */
  dockerSocket?: string;
};

/** Connects to a server and finds the way to its Docker. On any failure nothing stays open. */
export async function openSshDockerHost(
  target: SshDockerTarget,
  options: { timings?: SshTimings; signal?: AbortSignal } = {},
): Promise<DockerHost> {
  const connection = await connectSsh(target, options);
  try {
    return await withDocker(openHostOver(connection), { target, signal: options.signal });
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** The home and Docker are looked for at the same time: both take their round trips. */
async function withDocker(
  { connection, files, home, host }: OpeningHost,
  { target, signal }: { target: SshDockerTarget; signal: AbortSignal | undefined },
): Promise<DockerHost> {
  const [opened, { agent, via, ...client }] = await Promise.all([
    host,
    openSshDocker(connection, {
      user: target.user,
      socket: target.dockerSocket,
      signal,
      home: () => home,
      stat: (path) => files.stat(path),
      read: (path) => files.read(path),
      list: (path) => files.list(path),
    }),
  ]);
  return {
    ...opened,
    ...client,
    dockerVia: via,
    close: async () => {
      agent.destroy();
      await opened.close();
    },
  };
}
