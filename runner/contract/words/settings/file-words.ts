import type { SettingWords } from "./setting-words.ts";

export const fileWords = {
  isReadOnly: {
    group: "files",
    title: "Read-only files",
    help: "The process can write only into temporary folders. One that writes elsewhere fails with “Read-only file system”.",
    input: "switch",
    usual: false,
    example: true,
  },
  mounts: {
    group: "files",
    title: "Volumes",
    help: "Folders whose files outlive every version. One application writes a volume, others may read it; who writes one stops the old version before the new one starts.",
    input: "own",
    usual: [],
    example: [{ volume: "vol_01jd0000000000000000000000", path: "/data", isReadOnly: false }],
  },
  temporaryFolders: {
    group: "files",
    title: "Temporary folders",
    help: "Kept in memory and empty at each start, one a line, perhaps with a size: /tmp 64 MB. They count against the memory limit.",
    input: "folders",
    usual: [],
    example: [{ path: "/tmp", sizeBytes: 67_108_864 }],
  },
  sharedMemoryBytes: {
    group: "files",
    title: "Shared memory",
    help: "Size of /dev/shm, which browsers and some databases want larger than the usual 64 MB.",
    input: "bytes",
    usual: null,
    example: 268_435_456,
  },
} as const satisfies Record<string, SettingWords>;

export const rightWords = {
  capabilities: {
    group: "rights",
    title: "Rights of root beyond the usual",
    help: "For programs that the kernel refuses something.",
    input: "own",
    usual: [],
    example: ["NET_RAW"],
    isGranted: true,
  },
  labels: {
    group: "rights",
    title: "Labels",
    help: "For other programs of the server that read the labels of containers, one a line: example.team=shop.",
    input: "pairs",
    usual: [],
    example: [{ name: "example.team", value: "shop" }],
    isGranted: true,
  },
} as const satisfies Record<string, SettingWords>;
