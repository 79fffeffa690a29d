import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { LabServer } from "../lab/server.ts";
import { until } from "../support/until.ts";

export type RemoteCalls = {
  /** Requests to the Docker API. */
  docker: number;
  /** Streams to anything else on the server: the application, the proxy. */
  streams: number;
  /** Commands, and subsystems such as SFTP. */
  sessions: number;
  /** Connections that were opened anew. */
  connections: number;
};

const dockerLog = "var/log/dockerd.log" as const;
const sshLog = "var/log/sshd.log" as const;

/**
 * Counts on the server's side, from what sshd and dockerd themselves write down: nobody who counts on the other side could prove that
 * nothing went past. `warmUp` opens the connections that a server in use has open already.
 */
export async function callsDuring(
  server: LabServer,
  { warmUp, work }: { warmUp: () => Promise<unknown>; work: () => Promise<unknown> },
): Promise<RemoteCalls> {
  await tellMore(server);
  await warmUp();
  const read = (file: string) => readFileSync(join(server.rootFolder, file), "latin1");
  const before = { [dockerLog]: read(dockerLog).length, [sshLog]: read(sshLog).length };
  await work();
  const count = (file: typeof dockerLog | typeof sshLog, line: RegExp) =>
    read(file).slice(before[file]).match(line)?.length ?? 0;
  return {
    docker: count(dockerLog, /msg="Calling (?!GET \/_ping)/g),
    streams:
      count(sshLog, /server_request_direct_tcpip: /g) +
      count(sshLog, /server_request_direct_streamlocal: (?!.*docker\.sock)/g),
    sessions: count(sshLog, /Starting session: /g),
    connections: count(sshLog, /Accepted publickey for /g),
  };
}

/** Only a new connection is written down, so the ones that are open end. */
async function tellMore(server: LabServer): Promise<void> {
  const settings = join(server.rootFolder, "etc/docker/daemon.json");
  writeFileSync(settings, JSON.stringify({ ...JSON.parse(readFileSync(settings, "utf8")), debug: true }));
  await server.exec(["pkill", "-HUP", "-x", "dockerd"]);
  await server.exec(["pkill", "-x", "sshd"]);
  const verbose = ["-E", `/${sshLog}`, "-o", "LogLevel=DEBUG2"];
  await server.exec(["/usr/sbin/sshd", "-f", "/etc/ssh/lab_sshd_config", ...verbose]);
  await until("dockerd to say more", async () => {
    await server.exec(["curl", "--silent", "--unix-socket", "/run/docker.sock", "http://docker/version"]);
    return readFileSync(join(server.rootFolder, dockerLog), "utf8").includes("Calling GET") || undefined;
  });
}
