import * as v from "valibot";

/**
 * What of root's rights an admin may give to the containers of a resource, beyond what every one has. Only what stays within the
 * container's own namespaces: SYS_ADMIN, SYS_MODULE, DAC_READ_SEARCH and their like would be the server itself.
 */
export const grantableCapabilities = [
  "AUDIT_WRITE",
  "IPC_LOCK",
  "MKNOD",
  "NET_ADMIN",
  "NET_RAW",
  "SETFCAP",
  "SETPCAP",
  "SYS_CHROOT",
  "SYS_NICE",
  "SYS_PTRACE",
  "SYS_RESOURCE",
] as const;

export const Capability = v.picklist(
  grantableCapabilities,
  `must be one of ${grantableCapabilities.join(", ")}: others would give the whole server away`,
);
export type Capability = v.InferOutput<typeof Capability>;

/** Sorted and without repetition, so that one set is written in one way. */
export const Capabilities = v.pipe(
  v.array(Capability),
  v.maxLength(grantableCapabilities.length),
  v.check((names) => new Set(names).size === names.length, "must name each capability once"),
);
