import type { Duplex } from "node:stream";
import { DockerAgent } from "./docker-agent.ts";
import { type DockerClient, openDockerClient } from "./docker-client.ts";
import type { FileStat } from "./host.ts";
import { DialRefused, HostFault } from "./host-fault.ts";
import { shownWord } from "./shown-word.ts";
import type { SshConnection } from "./ssh-connection.ts";

const dockerSocket = "/var/run/docker.sock";

/** Streamlocal channels are not counted by sshd; commands are, ten to a connection by default, and SFTP takes one. */
const directLimits = { short: 32, long: 512 };
const sudoLimits = { short: 3, long: 5 };

export type SshDocker = DockerClient & { agent: DockerAgent; via: "socket" | "sudo" };
type Options = {
  user: string;
  stat: (path: string) => Promise<FileStat | undefined>;
  signal?: AbortSignal | undefined;
};

/**
 * Finds the way to the Docker daemon: its socket when the user may open it, else `sudo docker system dial-stdio` when that needs no
 * password. Throws `docker-missing`, `docker-stopped`, `docker-permission`, `docker-outdated` or `forwarding-refused`.
 */
export async function openSshDocker(connection: SshConnection, options: Options): Promise<SshDocker> {
  try {
    const direct = agentOver(connection, () => connection.unixStream(dockerSocket), directLimits);
    return {
      ...(await openDockerClient(direct, { label: connection.label, signal: options.signal })),
      agent: direct,
      via: "socket",
    };
  } catch (error) {
    const mayTrySudo =
      error instanceof DialRefused || (error instanceof HostFault && error.reason === "forwarding-refused");
    if (!mayTrySudo) throw error;
    return openBySudo(connection, options, error);
  }
}

async function openBySudo(connection: SshConnection, options: Options, refusal: Error): Promise<SshDocker> {
  let complaint = "";
  const open = () =>
    connection.commandStream("docker-stdio-sudo", (chunk) => {
      if (complaint.length < 2_000) complaint += chunk.toString("utf8");
    });
  const agent = agentOver(connection, open, sudoLimits);
  try {
    return {
      ...(await openDockerClient(agent, { label: connection.label, signal: options.signal })),
      agent,
      via: "sudo",
    };
  } catch (error) {
    agent.destroy();
    if (options.signal?.aborted || connection.lost) throw connection.lost ?? error;
    if (error instanceof HostFault && error.reason === "docker-outdated") throw error;
    throw await whyNoDocker(connection, { ...options, refusal, complaint: complaint.trim().slice(0, 500) });
  }
}

function agentOver(connection: SshConnection, open: () => Duplex, limits: { short: number; long: number }) {
  return new DockerAgent({ label: connection.label, open, limits });
}

/** sshd says only "connect failed" for a missing socket, a dead daemon and a closed door; the files and sudo's words tell which. */
async function whyNoDocker(
  { label }: SshConnection,
  { user, stat, refusal, complaint }: Options & { refusal: Error; complaint: string },
): Promise<HostFault> {
  const isThere = (path: string) =>
    stat(path).then(
      (found) => found !== undefined,
      () => false,
    );
  const [hasSocket, ...hasDaemon] = await Promise.all([dockerSocket, ...daemonPaths].map(isThere));
  const evidence = [refusal.message, ...(complaint ? complaint.split("\n").slice(-3) : [])];
  const saysStopped = /cannot connect to the docker daemon|is the docker daemon running|connection refused/i.test(
    complaint,
  );
  if (!hasSocket && !saysStopped && !hasDaemon.includes(true)) return dockerMissing(label, evidence);
  if (!hasSocket || saysStopped || user === "root")
    return refusal instanceof HostFault ? refusal : dockerStopped(label, evidence);
  if (refusal instanceof HostFault) return refusal;
  return new HostFault("docker-permission", {
    sentence: `User ${user} may not use Docker on ${label}.`,
    evidence,
    nextAction: `Add the user to the docker group on the server: \`sudo usermod -aG docker ${shownWord(user)}\`, then check again.`,
  });
}

const daemonPaths = ["/usr/bin/dockerd", "/usr/sbin/dockerd", "/usr/local/bin/dockerd", "/snap/bin/docker.dockerd"];

function dockerMissing(label: string, evidence: string[]): HostFault {
  return new HostFault("docker-missing", {
    sentence: `There is no Docker on ${label}.`,
    evidence,
    nextAction:
      "Install Docker 24 or newer (https://docs.docker.com/engine/install/), then `sudo systemctl enable --now docker`.",
  });
}

function dockerStopped(label: string, evidence: string[]): HostFault {
  return new HostFault("docker-stopped", {
    sentence: `Docker is installed on ${label} but does not run.`,
    evidence,
    nextAction: "Start it and see why it stopped: `sudo systemctl start docker && sudo journalctl -u docker -n 50`.",
  });
}
