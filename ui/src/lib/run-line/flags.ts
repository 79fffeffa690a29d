import { bytesIn, coresIn, wholeIn } from "../forms/typed-numbers.ts";
import { devicesIn, foldersIn, hostsIn, limitsIn } from "../settings/typed-lists.ts";
import { millisecondsIn } from "./durations.ts";
import { publishedPort } from "./published-port.ts";
import type { Read } from "./read.ts";

/** One option of `docker run`. `takes` a value: the next word, or what stands behind an equals sign. */
export type Flag = { takes: boolean; read: (value: string, read: Read) => void };

const value = (read: Flag["read"]): Flag => ({ takes: true, read });
const isOn = (text: string) => text === "" || text === "true";
const onOff = (read: (isOn: boolean, read: Read) => void): Flag => ({
  takes: false,
  read: (text, into) => read(isOn(text), into),
});

/** A setting of one value. */
const one = (name: string, to: (text: string) => unknown): Flag =>
  value((text, { container }) => {
    container[name] = to(text);
  });
/** A setting that is a list: each option adds to it. */
const list = (name: string, to: (text: string) => unknown[]): Flag =>
  value((text, { container }) => {
    const before = container[name];
    container[name] = [...(Array.isArray(before) ? before : []), ...to(text)];
  });

/** Docker takes a bare number for bytes, a field for MiB. */
const bytes = (text: string) => (/^\d{1,15}b?$/i.test(text) ? Number.parseInt(text, 10) : bytesIn("line", text));
const whole = (text: string) => wholeIn("line", text);
const pair = (text: string) => {
  const at = text.indexOf("=");
  return [{ name: at < 0 ? text : text.slice(0, at), value: at < 0 ? "" : text.slice(at + 1) }];
};
const folder = (text: string) => {
  const [path = "", options = ""] = splitOnce(text, ":");
  const size = /(?:^|,)size=([^,]+)/.exec(options)?.[1];
  return foldersIn("line", size === undefined ? path : `${path} ${size}`);
};
const splitOnce = (text: string, mark: string): [string, string] => {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + mark.length)];
};

function variable(text: string, { variables, tell }: Read): void {
  const [key, given] = splitOnce(text, "=");
  if (!text.includes("=")) {
    tell(`-e ${key}`, `The value of ${key} came from your shell: add the variable by hand.`);
    return;
  }
  variables.push({ key, value: given });
}

/** Docker counts swap together with the memory; unset it is as much again. */
function swap(text: string, { container, tell }: Read): void {
  const { memoryBytes } = container;
  if (text === "-1") tell("--memory-swap", "Swap without a limit is not offered; set an amount under Limits.");
  else if (typeof memoryBytes !== "number")
    tell("--memory-swap", "It says nothing without --memory, which has to stand before it.");
  else container.swapBytes = Math.max(0, (bytes(text) ?? 0) - memoryBytes);
}

/** A folder of the server is a setting; a volume has a page of its own. */
function volume(text: string, { container, tell }: Read): void {
  if (!text.startsWith("/") || !text.includes(":")) {
    tell(`-v ${text}`, "Add the volume on the page of the application's storage.");
    return;
  }
  const [source = "", path = "", options = ""] = text.split(":");
  const isReadOnly = options.split(",").includes("ro");
  const before = container.hostMounts;
  container.hostMounts = [...(Array.isArray(before) ? before : []), { source, path, isReadOnly }];
}

const health = (set: (text: string) => Record<string, unknown>): Flag =>
  value((text, read) => {
    read.health = { kind: "command", ...read.health, ...set(text) };
  });

/** What it asks for goes without saying here. */
const needless: Flag = { takes: false, read: () => undefined };
/** Told with the reason; its value is skipped. */
const refused = (sentence: string, { takes = true }: { takes?: boolean } = {}): Flag => ({
  takes,
  read: (text, { tell, flag }) => tell(text === "" ? flag : `${flag} ${text}`, sentence),
});

const restarts = value((text, { tell }) => {
  if (text !== "always" && text !== "unless-stopped")
    tell(`--restart ${text}`, "It is started again whenever it ends, also after a reboot, until somebody stops it.");
});

export const flags: Readonly<Record<string, Flag>> = {
  "--publish": value(publishedPort),
  "--expose": value((text, { container }) => {
    container.port ??= wholeIn("line", splitOnce(text, "/")[0]);
  }),
  "--env": value(variable),
  "--env-file": refused("A file of your machine: paste what it holds into the editor of the variables."),
  "--name": value((text, read) => {
    read.name = text;
  }),
  "--memory": one("memoryBytes", bytes),
  "--memory-swap": value(swap),
  "--memory-reservation": one("memoryReservationBytes", bytes),
  "--cpus": one("cpus", (text) => coresIn("line", text)),
  "--cpu-shares": one("cpuShares", whole),
  "--cpuset-cpus": one("cpuSet", (text) => text),
  "--pids-limit": one("pidsLimit", whole),
  "--ulimit": list("ulimits", (text) => limitsIn("line", text)),
  "--shm-size": one("sharedMemoryBytes", bytes),
  "--read-only": onOff((isReadOnly, { container }) => {
    container.isReadOnly = isReadOnly;
  }),
  "--tmpfs": list("temporaryFolders", folder),
  "--cap-add": list("capabilities", (text) => [text.toUpperCase().replace(/^CAP_/, "")]),
  "--cap-drop": refused("Containers begin with few capabilities; fewer cannot be chosen."),
  "--sysctl": list("sysctls", pair),
  "--hostname": one("hostname", (text) => text),
  "--add-host": list("extraHosts", (text) => hostsIn("line", text)),
  "--dns": list("dnsServers", (text) => [text]),
  "--dns-search": list("dnsSearch", (text) => [text]),
  "--label": list("labels", pair),
  "--user": one("user", (text) => text),
  "--workdir": one("workingDirectory", (text) => text),
  "--init": onOff((init, { container }) => {
    container.init = init;
  }),
  "--stop-signal": one("stopSignal", (text) => (/^\d/.test(text) || text.startsWith("SIG") ? text : `SIG${text}`)),
  "--stop-timeout": one("stopGraceSeconds", whole),
  "--entrypoint": value((text, read) => {
    read.entrypoint = text;
  }),
  "--restart": restarts,
  "--health-cmd": health((command) => ({ command })),
  "--health-interval": health((text) => ({ intervalMs: millisecondsIn(text) })),
  "--health-timeout": health((text) => ({ timeoutMs: millisecondsIn(text) })),
  "--health-start-period": health((text) => ({ deadlineMs: Math.max(60_000, millisecondsIn(text) * 2) })),
  "--health-retries": refused("A new version is asked until it is ready or its time is over."),
  "--no-healthcheck": onOff((isOff, read) => {
    if (isOff) read.health = null;
  }),
  "--detach": needless,
  "--interactive": needless,
  "--tty": needless,
  "--rm": needless,
  "--sig-proxy": needless,
  "--pull": { takes: true, read: () => undefined },
  "--log-opt": refused("What it prints is kept as the server's Docker keeps it."),
  "--log-driver": refused("What it prints is kept as the server's Docker keeps it."),
  "--platform": refused("An image runs on the architecture of its server."),
  "--network": refused("It is on the network of its project and destination, where the others of that place find it."),
  "--network-alias": refused("Others find it by the name of its container."),
  "--ip": refused("Addresses are given by Docker; use the name of its container."),
  "--privileged": onOff((isPrivileged, { container }) => {
    container.isPrivileged = isPrivileged;
  }),
  "--security-opt": refused("Security options are not offered."),
  "--device": list("devices", (text) => devicesIn("line", text)),
  "--gpus": one("gpus", (text) => text.replace(/^"(.*)"$/, "$1")),
  "--volume": value(volume),
  "--mount": refused("Add the volume on the page of the application's storage."),
};

/** Other names of the same. */
export const otherNames: Readonly<Record<string, string>> = {
  ...{ "-p": "--publish", "-e": "--env", "-m": "--memory", "-c": "--cpu-shares", "-h": "--hostname" },
  ...{ "-l": "--label", "-u": "--user", "-w": "--workdir", "-v": "--volume", "-d": "--detach" },
  ...{ "-i": "--interactive", "-t": "--tty", "--net": "--network", "--net-alias": "--network-alias" },
};
