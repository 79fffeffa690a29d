import type { Duplex } from "node:stream";
import { DockerAgent } from "./docker-agent.ts";
import { type DockerClient, openDockerClient } from "./docker-client.ts";
import type { FileStat } from "./host.ts";
import { DialRefused, HostFault } from "./host-fault.ts";
import { Prelude } from "./prelude.ts";
import { shownWord } from "./shown-word.ts";
import type { SshConnection } from "./ssh-connection.ts";
import { forwardingRefused } from "./ssh-faults.ts";

const dockerSocket = "/var/run/docker.sock";

/** Streamlocal channels are not counted by sshd; commands are, ten to a connection by default, and SFTP takes one. */
const directLimits = { short: 32, long: 512 };
const sudoLimits = { short: 3, long: 5 };

export type SshDocker = DockerClient & { agent: DockerAgent; via: "socket" | "sudo" };
type Options = {
  user: string;
  stat: (path: string) => Promise<FileStat | undefined>;
  read: (path: string) => Promise<Buffer>;
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
    if (!(error instanceof DialRefused)) throw error;
    await requireForwarding(connection, options.signal);
    return openBySudo(connection, options, error);
  }
}

/**
 * Where forwarding is forbidden, sudo would bring Docker's answers and nothing else: neither the proxy nor a container could be asked. Of
 * a socket sshd says the same in both cases, of an address it tells.
 */
async function requireForwarding(connection: SshConnection, signal: AbortSignal | undefined): Promise<void> {
  const stream = connection.tcpStream({ host: "127.0.0.1", port: 9 }, { signal });
  const refusal: unknown = await stream.opened.then(
    () => undefined,
    (error) => error,
  );
  stream.destroy();
  if (refusal instanceof HostFault) throw refusal;
}

async function openBySudo(connection: SshConnection, options: Options, refusal: Error): Promise<SshDocker> {
  let complaint = "";
  let greeting = new Prelude();
  const onStderr = (chunk: Buffer) => {
    if (complaint.length < 2_000) complaint += chunk.toString("utf8");
  };
  const open = () => {
    greeting = new Prelude();
    return connection.commandStream("docker-stdio-sudo", { onStderr, prelude: greeting });
  };
  const agent = agentOver(connection, open, sudoLimits);
  try {
    const client = await openDockerClient(agent, { label: connection.label, signal: options.signal });
    // Root may open any socket: what keeps it from a daemon that answers is sshd.
    if (options.user === "root") throw forwardingRefused(connection.label, [refusal.message, "Docker answers by sudo"]);
    return { ...client, agent, via: "sudo" };
  } catch (error) {
    agent.destroy();
    if (options.signal?.aborted || connection.lost) throw connection.lost ?? error;
    if (error instanceof HostFault && /^(docker-outdated|forwarding-refused)$/.test(error.reason)) throw error;
    const said = { complaint: complaint.trim().slice(0, 500), greeting: greeting.text.trim().slice(0, 500) };
    throw await whyNoDocker(connection, { ...options, refusal, ...said });
  }
}

function agentOver(connection: SshConnection, open: () => Duplex, limits: { short: number; long: number }) {
  return new DockerAgent({ label: connection.label, open, limits });
}

/** sshd says only "connect failed" for a missing socket, a dead daemon and a closed door; the files and sudo's words tell which. */
async function whyNoDocker(
  { label }: SshConnection,
  { user, stat, read, refusal, complaint, greeting }: Options & { refusal: Error; complaint: string; greeting: string },
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
  if (!hasSocket || saysStopped || user === "root") return dockerStopped(label, evidence);
  if (await isMember(user, read))
    return forwardingRefused(label, [...evidence, `${user} is a member of the group docker, and the socket is there`]);
  if (greeting !== "" && complaint === "") return talkingShell(label, { user, greeting });
  return new HostFault("docker-permission", {
    sentence: `User ${user} may not use Docker on ${label}.`,
    evidence,
    nextAction: `Add the user to the docker group on the server: \`sudo usermod -aG docker ${shownWord(user)}\`, then check again.`,
  });
}

const isMember = (user: string, read: Options["read"]): Promise<boolean> =>
  read("/etc/group").then(
    (groups) =>
      groups
        .toString("utf8")
        .split("\n")
        .some((line) => line.startsWith("docker:") && (line.split(":")[3] ?? "").split(",").includes(user)),
    () => false,
  );

/** The command was answered by words, and sudo said nothing: the shell did not come to it. */
const talkingShell = (label: string, { user, greeting }: { user: string; greeting: string }) =>
  new HostFault("docker-permission", {
    sentence: `The login shell of ${user} on ${label} prints text and does not run the runner's command.`,
    evidence: greeting.split("\n").slice(0, 3),
    nextAction: `Give the user an ordinary shell (\`sudo chsh -s /bin/bash ${shownWord(user)}\`) whose start files let commands run, or let it use Docker directly: \`sudo usermod -aG docker ${shownWord(user)}\`. Then check again.`,
  });

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
