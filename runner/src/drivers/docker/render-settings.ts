// pure

import type { ContainerCreateOptions, HostConfig } from "dockerode";
import type { ContainerSettings, MountedVolume } from "../../../contract/index.ts";
import { volumeLabels } from "../../plan/names.ts";
import { startCommandOf } from "../../plan/start-command.ts";

// What is not set is left out: Docker and the image have their own word for it.
const given = <K extends string, V>(key: K, value: V | null) => (value === null ? {} : { [key]: value });
const listed = <K extends string, V>(key: K, list: readonly V[]) => (list.length === 0 ? {} : { [key]: [...list] });
const named = (pairs: ContainerSettings["labels"]) => Object.fromEntries(pairs.map(({ name, value }) => [name, value]));

/** What a process begins as, and how it is asked to end. */
export const processOf = (settings: ContainerSettings): Partial<ContainerCreateOptions> => ({
  ...startCommandOf(settings),
  ...given("User", settings.user),
  ...given("WorkingDir", settings.workingDirectory),
  ...given("Hostname", settings.hostname),
  ...given("StopSignal", settings.stopSignal),
  StopTimeout: settings.stopGraceSeconds,
});

/** A resource's own labels, which never stand in the place of ours. */
export const ownLabels = ({ labels }: ContainerSettings): Record<string, string> => named(labels);

/** How much of its server a container may have. */
export const limitsOf = (settings: ContainerSettings): Partial<HostConfig> => ({
  PidsLimit: settings.pidsLimit,
  ...memoryOf(settings),
  ...given("MemoryReservation", settings.memoryReservationBytes),
  ...given("NanoCpus", settings.cpus === null ? null : Math.round(settings.cpus * 1e9)),
  ...given("CpuShares", settings.cpuShares),
  ...given("CpusetCpus", settings.cpuSet),
  ...given("ShmSize", settings.sharedMemoryBytes),
  ...listed(
    "Ulimits",
    settings.ulimits.map(({ name, soft, hard }) => ({ Name: name, Soft: soft, Hard: hard })),
  ),
});

/** Docker's swap is memory and swap together; the same number twice means none. */
const memoryOf = ({ memoryBytes, swapBytes }: ContainerSettings): Partial<HostConfig> =>
  memoryBytes === null ? {} : { Memory: memoryBytes, MemorySwap: memoryBytes + swapBytes };

export const networkOf = ({ extraHosts, dnsServers, dnsSearch, sysctls }: ContainerSettings): Partial<HostConfig> => ({
  ...listed(
    "ExtraHosts",
    extraHosts.map(({ name, address }) => `${name}:${address}`),
  ),
  ...listed("Dns", dnsServers),
  ...listed("DnsSearch", dnsSearch),
  ...(sysctls.length === 0 ? {} : { Sysctls: named(sysctls) }),
});

type Mounted = { volumes: readonly MountedVolume[]; team: string };

export const filesOf = (settings: ContainerSettings, mounted: Mounted): Partial<HostConfig> => ({
  ...(settings.isReadOnly ? { ReadonlyRootfs: true } : {}),
  ...listed("Mounts", [...volumeMounts(settings, mounted), ...hostMounts(settings), ...temporaryMounts(settings)]),
});

/** As mounts and not as binds: of those Docker makes an empty folder where the server has none. */
const hostMounts = ({ hostMounts: mounts }: ContainerSettings) =>
  mounts.map(({ source, path, isReadOnly }) => ({
    Type: "bind" as const,
    Source: source,
    Target: path,
    ReadOnly: isReadOnly,
  }));

/** What of root's rights and of the server's devices it has. */
export const rightsOf = (settings: ContainerSettings, usual: readonly string[]): Partial<HostConfig> => ({
  ...(settings.isPrivileged
    ? { Privileged: true }
    : { CapDrop: ["ALL"], CapAdd: [...usual, ...settings.capabilities] }),
  ...listed(
    "Devices",
    settings.devices.map(({ path, target, access }) => ({
      PathOnHost: path,
      PathInContainer: target,
      CgroupPermissions: access,
    })),
  ),
  ...(settings.gpus === null ? {} : { DeviceRequests: [gpuRequest(settings.gpus)] }),
});

function gpuRequest(gpus: string) {
  const ids = gpus.startsWith("device=") ? gpus.slice("device=".length).split(",") : [];
  const count = gpus === "all" ? -1 : Number(gpus);
  return { ...(ids.length > 0 ? { DeviceIDs: ids } : { Count: count }), Capabilities: [["gpu"]] };
}

const temporaryMounts = ({ temporaryFolders }: ContainerSettings) =>
  temporaryFolders.map(({ path, sizeBytes }) => ({
    Type: "tmpfs" as const,
    Source: "",
    Target: path,
    ...(sizeBytes === null ? {} : { TmpfsOptions: { SizeBytes: sizeBytes } }),
  }));

/** By the names that travelled beside the spec. One whose name did not was refused before anything started. */
const volumeMounts = ({ mounts }: ContainerSettings, { volumes, team }: Mounted) =>
  mounts.flatMap(({ volume: id, path, isReadOnly }) => {
    const volume = volumes.find((each) => each.id === id);
    if (!volume) return [];
    const mount = { Type: "volume" as const, Source: volume.dockerName, Target: path, ReadOnly: isReadOnly };
    // Docker makes one that vanished this moment anew: then it is ours, and not nobody's.
    return [volume.isAdopted ? mount : { ...mount, VolumeOptions: { Labels: volumeLabels(team, id) } }];
  });
