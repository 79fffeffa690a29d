import { refuseNowhere } from "./dial-address.ts";
import type { Host, HostFiles } from "./host.ts";
import type { SshConnection } from "./ssh-connection.ts";
import { createSshFiles } from "./ssh-files.ts";

/** A host whose home is still being asked for. */
export type OpeningHost = {
  connection: SshConnection;
  files: HostFiles;
  home: Promise<string>;
  host: Promise<Host>;
};

/** The host at the other end of a connection. What else is opened over the connection need not wait for it. */
export function openHostOver(connection: SshConnection): OpeningHost {
  const { resolveHome, ...files } = createSshFiles(connection);
  const home = resolveHome();
  return { connection, files, home, host: home.then((known) => hostOver(connection, { home: known, files })) };
}

const hostOver = (connection: SshConnection, { home, files }: { home: string; files: HostFiles }): Host => ({
  label: connection.label,
  home,
  files,
  dial: async (address, dialOptions) => {
    refuseNowhere(address);
    const stream =
      "unix" in address ? connection.unixStream(address.unix, dialOptions) : connection.tcpStream(address, dialOptions);
    await stream.opened;
    return stream;
  },
  onLost: (listener) => connection.onLost(listener),
  close: () => connection.close(),
});
