import type { Duplex } from "node:stream";
import { DialRefused, HostFault } from "../hosts/host-fault.ts";
import { Prelude } from "../hosts/prelude.ts";
import type { SshConnection } from "../hosts/ssh-connection.ts";
import { forwardingRefused } from "../hosts/ssh-faults.ts";
import { whyNoDocker } from "./docker-absence.ts";
import { DockerAgent } from "./docker-agent.ts";
import { type DockerClient, openDockerClient } from "./docker-client.ts";
import { usualSocket } from "./docker-sockets.ts";
import type { ServerLook } from "./server-look.ts";

/** Streamlocal channels are not counted by sshd; commands are, ten to a connection by default, and SFTP takes one. */
const directLimits = { short: 32, long: 512 };
const sudoLimits = { short: 3, long: 5 };

export type SshDocker = DockerClient & { agent: DockerAgent; via: "socket" | "sudo" };
type Options = ServerLook & {
  user: string;
  /** Where Docker was said to listen; undefined: in the usual place. */
  socket?: string | undefined;
  signal?: AbortSignal | undefined;
};

/**
 * Finds the way to the Docker daemon: its socket when the user may open it, else `sudo docker system dial-stdio` when that needs no
 * password. A socket that was named is the only way: another Docker would be another server. Throws `docker-missing`, `docker-stopped`,
 * `docker-elsewhere`, `docker-permission`, `docker-outdated` or `forwarding-refused`.
 */
export async function openSshDocker(connection: SshConnection, options: Options): Promise<SshDocker> {
  try {
    const path = options.socket ?? usualSocket;
    const direct = agentOver(connection, () => connection.unixStream(path), directLimits);
    return {
      ...(await openDockerClient(direct, { label: connection.label, signal: options.signal })),
      agent: direct,
      via: "socket",
    };
  } catch (error) {
    if (!(error instanceof DialRefused)) throw error;
    await requireForwarding(connection, options.signal);
    if (options.socket === undefined) return openBySudo(connection, options, error);
    throw await whyNoDocker(connection, { ...options, refusal: error, complaint: "", greeting: "" });
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
