import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../command.ts";
import { gitPorts } from "../ports.ts";
import type { Slot } from "../slot.ts";
import { serviceFolder, startDaemon } from "./daemon.ts";

const script = join(import.meta.dirname, "git-ssh.sh");

export interface GitSsh {
  /** The server's key as `ssh-ed25519 AAAA…`. */
  hostKey: string;
  /** A line for `known_hosts`. */
  knownHostsLine: string;
  /** Lets a key into exactly one repository, as a forge's deploy key does. */
  allowDeployKey(repository: string, options: { publicKey: string; mayWrite?: boolean }): void;
}

export async function startGitSsh(slot: Slot, repositories: string): Promise<GitSsh> {
  const folder = join(serviceFolder(slot), "git-ssh");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  await run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "git", "-f", join(folder, "host_key")]);
  writeFileSync(join(folder, "authorized_keys"), "", { mode: 0o600 });
  const config = [
    `ListenAddress ${slot.address}:${gitPorts.ssh}`,
    `HostKey ${join(folder, "host_key")}`,
    `AuthorizedKeysFile ${join(folder, "authorized_keys")}`,
    "PidFile none",
    "UsePAM no",
    "PasswordAuthentication no",
    "KbdInteractiveAuthentication no",
    "PermitRootLogin forced-commands-only",
    "AllowUsers git",
    "StrictModes no",
    "UseDNS no",
  ];
  writeFileSync(join(folder, "sshd_config"), `${config.join("\n")}\n`);
  await startDaemon(slot, {
    name: "git-ssh",
    argv: ["bash", script, repositories, join(folder, "sshd_config")],
    listensOn: { host: slot.address, port: gitPorts.ssh },
  });
  return openGitSsh(slot);
}

export function openGitSsh(slot: Slot): GitSsh {
  const folder = join(serviceFolder(slot), "git-ssh");
  const [type, key] = readFileSync(join(folder, "host_key.pub"), "utf8").split(" ");
  const hostKey = `${type} ${key}`;
  return {
    hostKey,
    knownHostsLine: `[${slot.address}]:${gitPorts.ssh} ${hostKey}`,
    allowDeployKey(repository, { publicKey, mayWrite = false }) {
      const command = `${script} access ${repository} ${mayWrite ? "write" : "read"}`;
      appendFileSync(join(folder, "authorized_keys"), `command="${command}",restrict ${publicKey.trim()}\n`);
    },
  };
}
