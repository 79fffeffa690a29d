import { createHash } from "node:crypto";
import { appendFileSync, readFileSync } from "node:fs";
import { chown, readFile, rm } from "node:fs/promises";
import { request } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { type CommandOptions, type CommandResult, run } from "./command.ts";
import { type DockerKind, usualDocker } from "./generation.ts";
import { serverScript } from "./places.ts";
import { authorizedKeysFile, type LabUser, writeServerFiles } from "./server-files.ts";
import { type Slot, slotEnvironment } from "./slot.ts";
import { waitFor } from "./wait-for.ts";

export interface ServerOptions {
  /** Gives Docker a disk of its own of this size, so that it can really be full. At least 64 MiB; holds no images at first. */
  diskBytes?: number;
  /** Holds no images at first, as a new machine. Otherwise the base images are there as if pulled earlier. */
  isEmpty?: boolean;
  /** Which Docker it runs. Default: the one that the whole run was started for. */
  docker?: DockerKind;
}

/** One machine of the lab. Its power, its wires and its disk are in the test's hand. */
export interface LabServer {
  /** `s1`, `s2`, … */
  name: string;
  host: string;
  port: number;
  /** The public host key as it is now: `ssh-ed25519 AAAA…`. */
  readonly hostKey: string;
  /** `SHA256:…`, as ssh prints it. */
  readonly hostKeyFingerprint: string;
  /** A private key that root, deploy and sudoer accept from the start. */
  userKeyPath: string;
  /** Docker's socket, reachable on this machine without ssh: for checking from outside what a test did. */
  readonly dockerSocketPath: string;
  /** The server's own `/` as a folder of this machine, while it is on: for placing and looking at files without ssh. */
  readonly rootFolder: string;
  /** Returns when sshd and dockerd answer. */
  boot(): Promise<void>;
  /** Power loss: nobody gets a goodbye. */
  kill(): Promise<void>;
  stop(): Promise<void>;
  /** A newly installed machine under the same address: other host key, nothing of the past, only the first authorized key. */
  reset(): Promise<void>;
  /** Packets vanish in both directions while both ends believe they are connected. */
  cut(): Promise<void>;
  heal(): Promise<void>;
  exec(argv: readonly string[], options?: CommandOptions): Promise<CommandResult>;
  /** Adds a line to the user's `authorized_keys`. */
  authorize(user: LabUser, publicKey: string): Promise<void>;
  /** As after a reinstall, or with somebody in between: the same address with another key. Returns the new key. */
  changeHostKey(): Promise<string>;
  /** Needs `diskBytes`. Leaves this much free for Docker. */
  fillDisk(options?: { leaveBytes?: number }): Promise<void>;
  freeDisk(): Promise<void>;
}

export interface ServerPlace extends ServerOptions {
  slot: Slot;
  /** From 1. */
  number: number;
  userKeyPath: string;
  /** Docker's folder to start from, for each kind. */
  dockerTemplates?: Record<DockerKind, string>;
  /** Programs that lie over this machine's own on servers with the newest Docker. */
  newestDockerFolder: string;
}

export const dockerOf = ({ docker = usualDocker }: ServerOptions): DockerKind => docker;

export async function createServer(place: ServerPlace): Promise<LabServer> {
  await writeFiles(place);
  const server = openServer(place);
  await server.boot();
  return server;
}

/** A handle on a server that was created earlier, by this process or by another one. */
export function openServer(place: ServerPlace): LabServer {
  const { slot, number, userKeyPath } = place;
  const folder = serverFolder(place);
  const host = `${slot.network}.1${number}`;
  const control = (verb: string) => controlServer(place, verb);
  const exec: LabServer["exec"] = (argv, options) =>
    run(["bash", serverScript, "exec", String(number), ...argv], { ...options, env: slotEnvironment(slot) });
  const boot = async () => {
    await control("boot");
    await Promise.all([awaitSsh(host), awaitDocker(place)]);
  };
  const server: LabServer = {
    name: `s${number}`,
    host,
    port: 22,
    userKeyPath,
    get hostKey() {
      return readHostKey(folder);
    },
    get hostKeyFingerprint() {
      return fingerprint(readHostKey(folder));
    },
    get dockerSocketPath() {
      return dockerSocketPath(place);
    },
    get rootFolder() {
      return rootFolder(place);
    },
    boot,
    kill: () => control("kill"),
    stop: () => control("stop"),
    cut: () => control("cut"),
    heal: () => control("heal"),
    async reset() {
      await control("kill");
      await rm(folder, { recursive: true, force: true });
      await writeFiles(place);
      await boot();
    },
    exec,
    async authorize(user, publicKey) {
      const file = authorizedKeysFile(folder, user);
      appendFileSync(file.path, `${publicKey.trim()}\n`);
      await chown(file.path, file.ownerId, file.ownerId);
    },
    changeHostKey: () => changeHostKey(server),
    fillDisk: (options) => fillDisk(place, { exec, ...options }),
    freeDisk: async () => {
      await exec(["rm", "-f", fillerFile]);
    },
  };
  return server;
}

const fillerFile = "/var/lib/docker/lab-filler";
const serverFolder = ({ slot, number }: ServerPlace) => join(slot.folder, `s${number}`);

async function writeFiles(place: ServerPlace): Promise<void> {
  const { userKeyPath, dockerTemplates, newestDockerFolder } = place;
  const docker = dockerOf(place);
  await writeServerFiles({
    ...place,
    publicKey: await readFile(`${userKeyPath}.pub`, "utf8"),
    dockerTemplate: dockerTemplates?.[docker],
    programs: docker === "stable" ? undefined : newestDockerFolder,
    hasContainerdStore: docker === "containerd-store",
  });
}

async function controlServer({ slot, number }: ServerPlace, verb: string): Promise<void> {
  await run(["bash", serverScript, verb, String(number)], { env: slotEnvironment(slot), timeoutMs: 60_000 });
}

function rootFolder(place: ServerPlace): string {
  const pid = readFileSync(join(serverFolder(place), "pid"), "utf8").trim();
  return `/proc/${pid}/root`;
}

const dockerSocketPath = (place: ServerPlace) => join(rootFolder(place), "run/docker.sock");

function readHostKey(folder: string): string {
  const [type, key] = readFileSync(join(folder, "upper/etc/ssh/lab_host_key.pub"), "utf8").split(" ");
  return `${type} ${key}`;
}

function fingerprint(publicKey: string): string {
  const [, key = ""] = publicKey.split(" ");
  return `SHA256:${createHash("sha256").update(Buffer.from(key, "base64")).digest("base64").replace(/=+$/, "")}`;
}

async function awaitSsh(host: string): Promise<void> {
  const greeting = () =>
    new Promise<true | undefined>((resolve) => {
      const socket = connect({ host, port: 22, timeout: 1000 });
      socket.on("data", (line) => resolve(line.toString().startsWith("SSH-") || undefined));
      socket.on("data", () => socket.destroy());
      socket.on("timeout", () => socket.destroy(new Error("no answer")));
      socket.on("error", () => resolve(undefined));
    });
  await waitFor(`sshd on ${host}`, greeting);
}

async function awaitDocker(place: ServerPlace): Promise<void> {
  const ping = () =>
    new Promise<true | undefined>((resolve) => {
      const asked = request({ socketPath: dockerSocketPath(place), path: "/_ping" }, (response) => {
        response.resume();
        resolve(response.statusCode === 200 || undefined);
      });
      asked.on("error", () => resolve(undefined));
      asked.end();
    });
  await waitFor(`dockerd on s${place.number}`, ping);
}

async function changeHostKey(server: LabServer): Promise<string> {
  const keyFile = "/etc/ssh/lab_host_key";
  await server.exec(["rm", "-f", keyFile, `${keyFile}.pub`]);
  await server.exec(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", server.name, "-f", keyFile]);
  // sshd reads its keys again on HUP; connections that are open stay open.
  await server.exec(["pkill", "-HUP", "--pidfile", "/run/sshd.pid"]);
  const isServed = async () => {
    const { stdout } = await run(["ssh-keyscan", "-t", "ed25519", server.host]);
    return stdout.includes(server.hostKey) || undefined;
  };
  await waitFor(`sshd on ${server.name} to serve its new key`, isServed);
  return server.hostKey;
}

async function fillDisk(
  place: ServerPlace,
  { exec, leaveBytes = 0 }: { exec: LabServer["exec"]; leaveBytes?: number },
): Promise<void> {
  if (place.diskBytes === undefined) throw new Error(`s${place.number} shares this machine's disk: give it diskBytes`);
  const { stdout } = await exec(["df", "--output=avail", "-B1", "/var/lib/docker"]);
  const freeBytes = Number(stdout.trim().split("\n").at(-1));
  const sizeBytes = Math.max(0, freeBytes - leaveBytes);
  if (sizeBytes > 0) await exec(["fallocate", "--length", String(sizeBytes), fillerFile]);
}
