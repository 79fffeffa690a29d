import { userInfo } from "node:os";
import { ChannelSocket } from "../hosts/channel-socket.ts";
import { HostFault } from "../hosts/host-fault.ts";
import { localFiles } from "../hosts/local-files.ts";
import { dialLocal, localHost } from "../hosts/local-host.ts";
import { DockerAgent } from "./docker-agent.ts";
import { openDockerClient } from "./docker-client.ts";
import type { DockerHost } from "./docker-host.ts";
import { usualSocket } from "./docker-sockets.ts";
import { findOtherSocket } from "./server-look.ts";

const { label, home } = localHost;

/** The runner's own machine with its Docker, of which only the latter can be missing. */
export async function openLocalDockerHost(
  options: { dockerSocket?: string; signal?: AbortSignal } = {},
): Promise<DockerHost> {
  const socket = options.dockerSocket ?? usualSocket;
  const agent = new DockerAgent({
    label,
    open: () =>
      new ChannelSocket(() =>
        dialLocal({ unix: socket }).catch(async (error) => Promise.reject(await dockerFault(error, socket))),
      ),
    limits: { short: 32, long: 512 },
  });
  const client = await openDockerClient(agent, { label, signal: options.signal });
  return { ...localHost, ...client, dockerVia: "socket", close: async () => agent.destroy() };
}

async function dockerFault(error: unknown, socket: string): Promise<Error> {
  const detail = error instanceof Error ? error.message : String(error);
  if (/EACCES|EPERM/.test(detail)) {
    const { username } = userInfo();
    return new HostFault("docker-permission", {
      sentence: `User ${username} may not use Docker on ${label}.`,
      evidence: [detail],
      nextAction: `Add the runner's user to the docker group: \`sudo usermod -aG docker ${username}\`, then restart the runner.`,
    });
  }
  const look = { ...localFiles, home: async () => home };
  const other = await findOtherSocket(look, { home, id: userInfo().uid });
  if (other !== undefined && other !== socket) {
    return new HostFault("docker-elsewhere", {
      sentence: `No Docker answers at ${socket} on ${label}, but there is a socket at ${other}.`,
      evidence: [detail, `socket ${other}`],
      nextAction: `If that is the Docker to use, enter ${other} as Docker socket in the server's settings. Otherwise start the one of the system: \`sudo systemctl start docker\`.`,
    });
  }
  return new HostFault("docker-stopped", {
    sentence: `No Docker daemon answers at ${socket} on ${label}.`,
    evidence: [detail],
    nextAction:
      "Install Docker 24 or newer (https://docs.docker.com/engine/install/), or start it: `sudo systemctl start docker`.",
  });
}
