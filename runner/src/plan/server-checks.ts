import type { CheckLine, ServerFacts } from "../../contract/index.ts";

/** Who answers on a proxy port. */
export type PortHolder = { port: number; holder: "free" | "ours" | "container" | "other"; name: string | undefined };

export interface SeenServer {
  facts: ServerFacts;
  /** Whether containers outlive a restart of Docker; undefined where that cannot be had or is not told. */
  hasLiveRestore: boolean | undefined;
  /** Whether Docker misses the program that buries orphans in containers. */
  lacksInit: boolean;
  /** Whether Docker runs as a user without rights, in a network of its own. */
  isRootless: boolean;
}

const gibibyte = 1_073_741_824;
const mebibyte = 1_048_576;

/** Every rule of the server check, in the order a person would look. Facts that could not be read are skipped, not failed. */
export function checkServer(
  { facts, hasLiveRestore, lacksInit, isRootless }: SeenServer,
  ports: readonly PortHolder[] | undefined,
): CheckLine[] {
  return [
    checkOs(facts),
    checkCpu(facts),
    checkMemory(facts),
    checkDisk(facts),
    withoutRootless(withInit(withLiveRestore(checkDocker(facts), hasLiveRestore), lacksInit), isRootless),
    checkPorts(ports),
    checkClock(facts),
  ];
}

type Name = CheckLine["name"];
/** What was found, and the command that mends it. */
type Finding = { sentence: string; fix: string };
const ok = (name: Name, sentence: string): CheckLine => ({ name, status: "ok", sentence, fix: null });
const warning = (name: Name, { sentence, fix }: Finding): CheckLine => ({ name, status: "warning", sentence, fix });
const failed = (name: Name, { sentence, fix }: Finding): CheckLine => ({ name, status: "failed", sentence, fix });
const skipped = (name: Name, sentence: string): CheckLine => ({ name, status: "skipped", sentence, fix: null });

function checkOs({ os, architecture }: ServerFacts): CheckLine {
  if (!os) return skipped("os", "The operating system could not be read.");
  const words = `${os}${architecture ? ` on ${architecture}` : ""}`.slice(0, 300);
  if (architecture && !/^(x86_64|amd64|aarch64|arm64)$/.test(architecture)) {
    return warning("os", {
      sentence: `${words}: few images are published for this architecture.`,
      fix: "Use a server with amd64 or arm64.",
    });
  }
  return ok("os", `${words}.`);
}

function checkCpu({ cpus }: ServerFacts): CheckLine {
  if (!cpus) return skipped("cpu", "The number of processors could not be read.");
  return ok("cpu", `${cpus} ${cpus === 1 ? "processor" : "processors"}.`);
}

function checkMemory({ memoryBytes }: ServerFacts): CheckLine {
  if (!memoryBytes) return skipped("memory", "The amount of memory could not be read.");
  const words =
    memoryBytes < gibibyte ? `${Math.round(memoryBytes / mebibyte)} MiB` : `${inGibibytes(memoryBytes)} GiB`;
  if (memoryBytes < 900 * mebibyte) {
    return warning("memory", {
      sentence: `${words} of memory. Larger builds will run out of it.`,
      fix: "sudo fallocate -l 2G /swapfile && sudo chmod 600 /swapfile && sudo mkswap /swapfile && sudo swapon /swapfile",
    });
  }
  return ok("memory", `${words} of memory.`);
}

function checkDisk({ diskFreeBytes }: ServerFacts): CheckLine {
  if (diskFreeBytes === null) return skipped("disk", "The free disk space could not be read.");
  const words = `${inGibibytes(diskFreeBytes)} GiB free for Docker`;
  const fix = "docker image prune && docker builder prune && docker system df";
  if (diskFreeBytes < gibibyte) return failed("disk", { sentence: `${words}. Deployments will fail.`, fix });
  if (diskFreeBytes < 5 * gibibyte)
    return warning("disk", { sentence: `${words}. That is little for images and builds.`, fix });
  return ok("disk", `${words}.`);
}

const dockerFix = "curl -fsSL https://get.docker.com | sudo sh";

function checkDocker({ dockerVersion }: ServerFacts): CheckLine {
  const match = dockerVersion?.match(/^(\d+)\.(\d+)/);
  if (!match) return failed("docker", { sentence: "Docker does not answer.", fix: dockerFix });
  const [major, minor] = [Number(match[1]), Number(match[2])];
  const words = `Docker ${dockerVersion?.slice(0, 40)}`;
  if (major >= 24) return ok("docker", `${words}.`);
  if (major > 20 || (major === 20 && minor >= 10)) {
    return warning("docker", {
      sentence: `${words} works, but is no longer maintained. 24 or newer is recommended.`,
      fix: dockerFix,
    });
  }
  return failed("docker", {
    sentence: `${words} is too old. 20.10 is the oldest that works, 24 is recommended.`,
    fix: dockerFix,
  });
}

/** The file may hold settings of others, so the command makes it only where there is none. */
const liveRestoreFix =
  "test ! -e /etc/docker/daemon.json && echo '{\"live-restore\": true}' | sudo tee /etc/docker/daemon.json && sudo systemctl reload docker";

/** A recommendation: nothing is wrong, so the line stays as it stands. What is worse is mended first. */
function withLiveRestore(docker: CheckLine, hasLiveRestore: boolean | undefined): CheckLine {
  if (docker.status !== "ok" || hasLiveRestore !== false) return docker;
  const advice =
    'Every container stops while Docker restarts, as in an update of it: "live-restore": true in /etc/docker/daemon.json keeps them up.';
  return { ...docker, sentence: `${docker.sentence} ${advice}`, fix: liveRestoreFix };
}

/** Debian and Ubuntu only recommend the package, so a small installation lacks it. */
function withInit(docker: CheckLine, lacksInit: boolean): CheckLine {
  if (docker.status === "failed" || !lacksInit) return docker;
  const advice = "It has no docker-init, so containers run without an init that buries the orphans of their processes.";
  return { ...docker, sentence: `${docker.sentence} ${advice}`, fix: docker.fix ?? "sudo apt-get install -y tini" };
}

/** The addresses of its containers lie in a network that the server itself does not reach: no release could be asked whether it is ready. */
function withoutRootless(docker: CheckLine, isRootless: boolean): CheckLine {
  if (docker.status === "failed" || !isRootless) return docker;
  return failed("docker", {
    sentence: `${docker.sentence} It is rootless: its containers have addresses that nothing outside its own network reaches, so no release can be asked whether it is ready.`,
    fix: "sudo systemctl enable --now docker",
  });
}

function checkPorts(ports: readonly PortHolder[] | undefined): CheckLine {
  if (!ports || ports.length === 0)
    return skipped("ports", "No proxy is wanted on this server, so no ports are needed.");
  const taken = ports.filter((each) => each.holder === "container" || each.holder === "other");
  if (taken.length === 0) {
    const isOurs = ports.some((each) => each.holder === "ours");
    return ok(
      "ports",
      `Ports ${ports.map((each) => each.port).join(" and ")} are ${isOurs ? "served by our proxy" : "free"}.`,
    );
  }
  const words = taken
    .map(({ port, name }) => `${port} by ${name ? `the container ${name.slice(0, 80)}` : "another program"}`)
    .join(", ");
  const [container] = taken.filter((each) => each.holder === "container");
  return failed("ports", {
    sentence: `The proxy's ports are taken: ${words}.`,
    fix: container
      ? "docker ps --filter publish=80 --filter publish=443"
      : "sudo ss -ltnp 'sport = :80 or sport = :443'",
  });
}

function checkClock({ clockSkewMs }: ServerFacts): CheckLine {
  if (clockSkewMs === null) return skipped("clock", "The server's clock could not be compared.");
  const seconds = Math.round(Math.abs(clockSkewMs) / 1000);
  const fix = "sudo timedatectl set-ntp true";
  const words = `The server's clock is ${seconds} s ${clockSkewMs > 0 ? "ahead" : "behind"}`;
  if (seconds >= 300)
    return failed("clock", { sentence: `${words}: certificates and registry logins will fail.`, fix });
  if (seconds >= 10) return warning("clock", { sentence: `${words}.`, fix });
  return ok("clock", "The clock is right.");
}

const inGibibytes = (bytes: number) => Math.round((bytes / gibibyte) * 10) / 10;
