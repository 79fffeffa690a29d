import net from "node:net";
import { homedir, userInfo } from "node:os";
import type { Duplex } from "node:stream";
import { ChannelSocket } from "./channel-socket.ts";
import { nameOf, refuseNowhere } from "./dial-address.ts";
import { DockerAgent } from "./docker-agent.ts";
import { openDockerClient } from "./docker-client.ts";
import { usualSocket } from "./docker-sockets.ts";
import type { DialAddress, Host } from "./host.ts";
import { DialRefused, HostFault } from "./host-fault.ts";
import { localFiles } from "./local-files.ts";
import { findOtherSocket } from "./server-look.ts";
import { within } from "./within.ts";

const label = "this machine";
const dialTimeoutMs = 15_000;

/** The machine the runner runs on, behind the same port as any other server. It cannot be lost, only its Docker can be missing. */
export async function openLocalHost(options: { dockerSocket?: string; signal?: AbortSignal } = {}): Promise<Host> {
  const socket = options.dockerSocket ?? usualSocket;
  const agent = new DockerAgent({
    label,
    open: () =>
      new ChannelSocket(() =>
        connect({ unix: socket }).catch(async (error) => Promise.reject(await dockerFault(error, socket))),
      ),
    limits: { short: 32, long: 512 },
  });
  const client = await openDockerClient(agent, { label, signal: options.signal });
  return {
    label,
    home: homedir(),
    ...client,
    files: localFiles,
    dial: (address, { timeoutMs = dialTimeoutMs, signal } = {}) =>
      within(connect(address), {
        timeoutMs,
        signal,
        onLate: () => new DialRefused(nameOf(address), "timeout"),
        onAbandon: (stream) => stream.destroy(),
      }),
    onLost: () => () => undefined,
    close: async () => agent.destroy(),
  };
}

function connect(address: DialAddress): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    refuseNowhere(address);
    const socket = "unix" in address ? net.connect(address.unix) : net.connect(address.port, address.host);
    socket.once("error", (error) => reject(refusalOf(error, nameOf(address))));
    socket.once("connect", () => {
      socket.removeAllListeners("error");
      socket.setNoDelay(true);
      resolve(socket);
    });
  });
}

/** The codes that mean "nobody there"; the rest (EACCES above all) stays what it is. */
function refusalOf(error: Error, name: string): Error {
  const code = "code" in error ? String(error.code) : "";
  return /^(ECONNREFUSED|ENOENT|EHOSTUNREACH|ENETUNREACH|ECONNRESET|ETIMEDOUT)$/.test(code)
    ? new DialRefused(name, "refused")
    : error;
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
  const look = { ...localFiles, home: async () => homedir() };
  const other = await findOtherSocket(look, { home: homedir(), id: userInfo().uid });
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
