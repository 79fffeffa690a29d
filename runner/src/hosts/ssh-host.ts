import { refuseNowhere } from "./dial-address.ts";
import type { Host } from "./host.ts";
import { connectSsh, type SshConnection } from "./ssh-connection.ts";
import { openSshDocker } from "./ssh-docker.ts";
import { createSshFiles } from "./ssh-files.ts";
import type { SshTarget, SshTimings } from "./ssh-open.ts";

export type SshHost = Host & {
  /** How Docker is reached: its socket, or `sudo docker system dial-stdio`. */
  readonly dockerVia: "socket" | "sudo";
};

/** Connects, finds the home directory and the way to Docker. On any failure nothing stays open. */
export async function openSshHost(
  target: SshTarget,
  options: { timings?: SshTimings; signal?: AbortSignal } = {},
): Promise<SshHost> {
  const connection = await connectSsh(target, options);
  try {
    return await hostOver(connection, { user: target.user, socket: target.dockerSocket, signal: options.signal });
  } catch (error) {
    await connection.close();
    throw error;
  }
}

async function hostOver(
  connection: SshConnection,
  of: { user: string; socket: string | undefined; signal: AbortSignal | undefined },
): Promise<SshHost> {
  const { resolveHome, ...files } = createSshFiles(connection);
  const resolving = resolveHome();
  const [home, found] = await Promise.all([
    resolving,
    openSshDocker(connection, {
      ...of,
      home: () => resolving,
      stat: (path) => files.stat(path),
      read: (path) => files.read(path),
      list: (path) => files.list(path),
    }),
  ]);
  return {
    label: connection.label,
    home,
    dockerApi: found.dockerApi,
    dockerVia: found.via,
    docker: found.docker,
    dockerRequest: found.dockerRequest,
    files,
    dial: async (address, dialOptions) => {
      refuseNowhere(address);
      const stream =
        "unix" in address
          ? connection.unixStream(address.unix, dialOptions)
          : connection.tcpStream(address, dialOptions);
      await stream.opened;
      return stream;
    },
    onLost: (listener) => connection.onLost(listener),
    close: async () => {
      found.agent.destroy();
      await connection.close();
    },
  };
}
