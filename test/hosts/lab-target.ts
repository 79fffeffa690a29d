import { readFile } from "node:fs/promises";
import type { SshTarget } from "../../runner/src/hosts/ssh-open.ts";
import type { LabServer } from "../lab/server.ts";

/** A server of the lab as the runner is told about it: its key pinned, the lab's user key as the runner's. */
export async function targetOf(server: LabServer, user: string): Promise<SshTarget> {
  const [privateKey, publicKey] = await Promise.all([
    readFile(server.userKeyPath, "utf8"),
    readFile(`${server.userKeyPath}.pub`, "utf8"),
  ]);
  return {
    host: server.host,
    port: server.port,
    user,
    privateKey,
    authorizedKeysLine: `restrict,port-forwarding ${publicKey.trim()}`,
    hostKeys: [server.hostKey],
  };
}
