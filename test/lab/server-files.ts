import { createHash } from "node:crypto";
import { chmod, chown, copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { run } from "./command.ts";
import { registryPorts } from "./ports.ts";
import type { Slot } from "./slot.ts";

/** People who may log in: root; `deploy`, a member of the docker group; `sudoer`, who reaches Docker only through sudo. */
const labUsers = ["root", "deploy", "sudoer"] as const;
export type LabUser = (typeof labUsers)[number];

const ids = { deploy: 1500, sudoer: 1501 } as const;
const dockerGroupId = 1400;
const capSysResource = 24n;

export interface ServerFiles {
  slot: Slot;
  /** 1…9: the server is called `s1` and has the address `….11`. */
  number: number;
  /** Gives Docker a disk of this size, so that it can really be full. Without it Docker shares this machine's disk. */
  diskBytes?: number | undefined;
  isEmpty?: boolean | undefined;
  /** Docker's folder to start from, unless the server is to be empty or has a disk of its own. */
  dockerTemplate?: string | undefined;
  /** A folder of programs that stand in place of this machine's. */
  programs?: string | undefined;
  /** Images in containerd's store instead of Docker's own. */
  hasContainerdStore: boolean;
  /** Public key line that every user accepts from the start. */
  publicKey: string;
}

/** Writes what makes a server differ from this machine, as the upper layer of its root. */
export async function writeServerFiles(server: ServerFiles): Promise<void> {
  const folder = join(server.slot.folder, `s${server.number}`);
  const etc = join(folder, "upper/etc");
  for (const name of ["work", "root", "upper/var/log", "upper/etc/ssh", "upper/etc/docker", "upper/etc/sudoers.d"]) {
    await mkdir(join(folder, name), { recursive: true });
  }
  if (server.programs !== undefined) await linkPrograms(folder, server.programs);
  await writeHomes(folder, server.publicKey);
  await writeAccounts(etc);
  await writeSshd(etc, server.number);
  await writeNetworkNames(etc, server);
  await writeFile(join(etc, "docker/daemon.json"), dockerConfig(server));
  await writeRuncShim(folder);
  await writeDockerFolder(folder, server);
}

/** Linked and not copied: 200 MB a server. Layers of an overlay may not lie in one another, so it cannot be one of them. */
async function linkPrograms(folder: string, programs: string): Promise<void> {
  await run(["cp", "--archive", "--link", join(programs, "usr"), join(folder, "upper")]);
}

/** Homes are folders of this machine that the server mounts, so keys can be added whether it is on or off. */
export function authorizedKeysFile(serverFolder: string, user: LabUser): { path: string; ownerId: number } {
  const home = user === "root" ? "homes/root" : `homes/users/${user}`;
  return { path: join(serverFolder, home, ".ssh/authorized_keys"), ownerId: user === "root" ? 0 : ids[user] };
}

async function writeHomes(folder: string, publicKey: string): Promise<void> {
  await mkdir(join(folder, "homes/users"), { recursive: true });
  for (const user of labUsers) {
    const { path, ownerId } = authorizedKeysFile(folder, user);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(path, `${publicKey.trim()}\n`, { mode: 0o600 });
    for (const owned of [path, dirname(path), dirname(dirname(path))]) await chown(owned, ownerId, ownerId);
  }
}

async function writeAccounts(etc: string): Promise<void> {
  const ours = new Set(["deploy", "sudoer", "docker", ""]);
  const append = async (file: string, added: string[]) => {
    const lines = (await readFile(`/etc/${file}`, "utf8"))
      .split("\n")
      .filter((line) => !ours.has(line.split(":")[0] ?? ""));
    await writeFile(join(etc, file), `${[...lines, ...added].join("\n")}\n`);
  };
  const users = Object.entries(ids);
  await append(
    "passwd",
    users.map(([name, id]) => `${name}:x:${id}:${id}::/home/${name}:/bin/bash`),
  );
  await append(
    "shadow",
    users.map(([name]) => `${name}:*:19000:0:99999:7:::`),
  );
  await append("group", [...users.map(([name, id]) => `${name}:x:${id}:`), `docker:x:${dockerGroupId}:deploy`]);
  await chmod(join(etc, "shadow"), 0o640);
  const dialDocker = ["/usr/bin/docker", "/usr/local/bin/docker"].map((path) => `${path} system dial-stdio`).join(", ");
  await writeFile(join(etc, "sudoers.d/sudoer"), `sudoer ALL=(root) NOPASSWD: ${dialDocker}\n`, { mode: 0o440 });
}

async function writeSshd(etc: string, number: number): Promise<void> {
  await run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", `s${number}`, "-f", join(etc, "ssh/lab_host_key")]);
  const lines = [
    "HostKey /etc/ssh/lab_host_key",
    "PidFile /run/sshd.pid",
    "UsePAM no",
    "PasswordAuthentication no",
    "KbdInteractiveAuthentication no",
    "PermitRootLogin prohibit-password",
    "PrintMotd no",
    "UseDNS no",
    "Subsystem sftp internal-sftp",
  ];
  await writeFile(join(etc, "ssh/lab_sshd_config"), `${lines.join("\n")}\n`);
}

async function writeNetworkNames(etc: string, { slot, number }: ServerFiles): Promise<void> {
  const neighbours = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((other) => `${slot.network}.1${other} s${other}`);
  await writeFile(join(etc, "hosts"), `${["127.0.0.1 localhost", ...neighbours].join("\n")}\n`);
  await writeFile(join(etc, "hostname"), `s${number}\n`);
  await writeFile(join(etc, "resolv.conf"), `nameserver ${slot.address}\n`);
  const machineId = createHash("md5").update(`${slot.prefix}-${number}`).digest("hex");
  await writeFile(join(etc, "machine-id"), `${machineId}\n`);
}

/** BuildKit of Docker 20.10 speaks https to a registry unless the host is listed as insecure WITH its scheme, and only so. */
function dockerConfig({ slot, hasContainerdStore }: ServerFiles): string {
  const mirror = `${slot.address}:${registryPorts.shared}`;
  const withPassword = `${slot.address}:${registryPorts.private}`;
  return JSON.stringify({
    "registry-mirrors": [`http://${mirror}`],
    "insecure-registries": [`http://${mirror}`, `http://${withPassword}`],
    "log-driver": "json-file",
    features: { buildkit: true, ...(hasContainerdStore ? { "containerd-snapshotter": true } : {}) },
  });
}

/** Only for machines whose root lacks CAP_SYS_RESOURCE (small virtual machines, containers): runc.sh says what fails there. */
async function writeRuncShim(folder: string): Promise<void> {
  const status = await readFile("/proc/self/status", "utf8");
  const effective = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)/m.exec(status)?.[1] ?? "0"}`);
  if ((effective >> capSysResource) & 1n) return;
  const place = join(folder, "upper/usr/local/sbin");
  await mkdir(place, { recursive: true });
  await copyFile(join(import.meta.dirname, "server/runc.sh"), join(place, "runc"));
  await chmod(join(place, "runc"), 0o755);
}

async function writeDockerFolder(folder: string, { diskBytes, isEmpty, dockerTemplate }: ServerFiles): Promise<void> {
  if (diskBytes !== undefined) await writeDisk(join(folder, "docker.img"), diskBytes);
  else if (isEmpty || dockerTemplate === undefined) await mkdir(join(folder, "docker"));
  else await run(["cp", "-a", dockerTemplate, join(folder, "docker")]);
}

async function writeDisk(path: string, sizeBytes: number): Promise<void> {
  await run(["truncate", "--size", String(sizeBytes), path]);
  // No blocks reserved for root: dockerd runs as root and would not notice the end of the disk where users do.
  await run(["/usr/sbin/mkfs.ext4", "-q", "-m", "0", path]);
}
