import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { CommandFailed, run } from "./command.ts";
import { withLock } from "./lock.ts";
import { labHome } from "./places.ts";

/** Whether this machine can run the lab. Callers print the reason together with what they skip because of it. */
export type LabAvailability = { available: true } | { available: false; reason: string };

/** Program → Debian package that brings it. */
const labPrograms: Record<string, string> = {
  dockerd: "docker.io",
  containerd: "containerd",
  runc: "runc",
  "docker-init": "tini",
  sshd: "openssh-server",
  git: "git",
  "git-lfs": "git-lfs",
  caddy: "caddy",
  "docker-registry": "docker-registry",
  dnsmasq: "dnsmasq-base",
  pebble: "pebble",
  tinyproxy: "tinyproxy",
  busybox: "busybox-static",
  curl: "curl",
  sudo: "sudo",
  jq: "jq",
  ip: "iproute2",
  iptables: "iptables",
  "mkfs.ext4": "e2fsprogs",
  openssl: "openssl",
};
const browserPrograms = { chromium: "chromium" };
const gitPrograms = { "git-lfs": "git-lfs", ssh: "openssh-client", "ssh-keygen": "openssh-client" };

let known: Promise<LabAvailability> | undefined;

/** Installs what is missing, then tries whether servers can be built here. Asked once per process; safe to repeat. */
export function labAvailability(): Promise<LabAvailability> {
  known ??= findAvailability();
  return known;
}

/** Chromium for tests that drive a browser. Apart from the lab, because it is by far the largest package. */
export function ensureBrowser(): Promise<LabAvailability> {
  return ensurePrograms(browserPrograms);
}

/** For tests of large files in git and of git over ssh, which need no lab. */
export function ensureGitPrograms(): Promise<LabAvailability> {
  return ensurePrograms(gitPrograms);
}

async function findAvailability(): Promise<LabAvailability> {
  if (process.platform !== "linux") {
    return unavailable(`the lab builds servers from Linux namespaces, and this is ${process.platform}`);
  }
  if (process.getuid?.() !== 0) {
    return unavailable("the lab must run as root: it makes network namespaces, mounts and users");
  }
  const installed = await ensurePrograms(labPrograms);
  if (!installed.available) return installed;
  return tryNamespaces();
}

const unavailable = (reason: string): LabAvailability => ({ available: false, reason });

async function ensurePrograms(programs: Record<string, string>): Promise<LabAvailability> {
  if (missing(programs).length === 0) return { available: true };
  await mkdir(labHome, { recursive: true });
  return withLock(join(labHome, "install.lock"), () => install(programs));
}

async function install(programs: Record<string, string>): Promise<LabAvailability> {
  const wanted = missing(programs);
  if (wanted.length === 0) return { available: true };
  if (findProgram("apt-get") === undefined || process.getuid?.() !== 0) {
    return unavailable(`${wanted.join(", ")} missing, and only root with apt-get can install what is missing`);
  }
  const packages = [...new Set(wanted.flatMap((program) => programs[program] ?? []))];
  try {
    await run(["apt-get", "-q", "update"], { env: aptEnvironment, timeoutMs: 180_000 });
    await withoutServiceStart(() => run(["apt-get", ...aptOptions, "install", ...packages], { env: aptEnvironment }));
  } catch (error) {
    const evidence =
      error instanceof CommandFailed ? error.result.stderr.trim().split("\n").slice(-3).join(" ") : String(error);
    return unavailable(`apt could not install ${packages.join(", ")}: ${evidence}`);
  }
  const still = missing(programs);
  return still.length === 0
    ? { available: true }
    : unavailable(`apt installed its packages, but not ${still.join(", ")}`);
}

const aptEnvironment = { DEBIAN_FRONTEND: "noninteractive" };
const aptOptions = ["-qy", "--no-install-recommends"].concat(
  [
    "DPkg::Lock::Timeout=300",
    "DPkg::Options::=--force-unsafe-io",
    "DPkg::Options::=--path-exclude=/usr/share/man/*",
  ].flatMap((option) => ["-o", option]),
);

/** Packages start their service when they are configured. Nothing of the lab may listen on this machine's own addresses. */
async function withoutServiceStart(installPackages: () => Promise<unknown>): Promise<void> {
  const policy = "/usr/sbin/policy-rc.d";
  const isOurs = !existsSync(policy);
  if (isOurs) await writeFile(policy, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  if (isOurs) await chmod(policy, 0o755);
  try {
    await installPackages();
  } finally {
    if (isOurs) await rm(policy);
  }
}

function missing(programs: Record<string, string>): string[] {
  return Object.keys(programs).filter((program) => findProgram(program) === undefined);
}

function findProgram(name: string): string | undefined {
  // Daemons live in sbin, which is not on everybody's PATH.
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/sbin"];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** Containers and hardened kernels may refuse any of these three, each with its own message: trying is the only sure test. */
async function tryNamespaces(): Promise<LabAvailability> {
  await mkdir(labHome, { recursive: true });
  const folder = await mkdtemp(join(labHome, "try-"));
  try {
    for (const name of ["upper", "work", "root"]) await mkdir(join(folder, name));
    const layers = `lowerdir=/,upperdir=${join(folder, "upper")},workdir=${join(folder, "work")}`;
    const namespaces = ["--mount", "--uts", "--ipc", "--pid", "--net", "--cgroup", "--fork"];
    await run(["unshare", ...namespaces, "mount", "-t", "overlay", "overlay", "-o", layers, join(folder, "root")]);
    return { available: true };
  } catch (error) {
    return unavailable(`this machine does not allow namespaces with an overlay root: ${String(error)}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
