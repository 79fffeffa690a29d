import type { ApplicationView } from "../../api/types.ts";

export type Capability = NonNullable<ApplicationView["container"]["capabilities"]>[number];

/** What each is for, and what to mind. */
const hints: Record<Capability, string> = {
  NET_RAW: "ping and raw sockets. It can forge packets to its neighbours in the network.",
  NET_ADMIN: "VPNs, firewalls and devices of its own network.",
  IPC_LOCK: "Memory that is never swapped, as Vault and databases want it.",
  SYS_NICE: "Priorities. It may take the processor from others.",
  SYS_PTRACE: "Debuggers and profilers. It sees the memory of every process in the container.",
  SYS_RESOURCE: "Higher limits than the container's. It may take more of the server than it was given.",
  SYS_CHROOT: "Older daemons that lock themselves in.",
  MKNOD: "Device files.",
  AUDIT_WRITE: "Lines in the audit log of the kernel, as sshd and sudo write them.",
  SETFCAP: "Capabilities of files, as package tools set them.",
  SETPCAP: "Fewer capabilities for the processes that it starts.",
};

const isCapability = (name: string): name is Capability => name in hints;

export const capabilityChoices = Object.entries(hints).flatMap(([name, hint]) =>
  isCapability(name) ? [{ name, hint }] : [],
);

export const toggled = (
  before: readonly Capability[],
  { name, isOn }: { name: Capability; isOn: boolean },
): Capability[] => [...before.filter((each) => each !== name), ...(isOn ? [name] : [])].sort();
