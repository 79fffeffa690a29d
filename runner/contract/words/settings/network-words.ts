import type { SettingWords } from "./setting-words.ts";

export const networkWords = {
  hostPort: {
    group: "network",
    title: "Port of the server",
    help: "Leads to your process past the proxy. Each deployment then stops the old version before it starts the new one.",
    input: "own",
    usual: null,
    example: { port: 5_000, address: "127.0.0.1" },
  },
  hostname: {
    group: "network",
    title: "Host name",
    help: "What the container calls itself. Nobody finds it by that name. Empty means a name that Docker makes up.",
    input: "text",
    usual: null,
    example: "worker-1",
  },
  extraHosts: {
    group: "network",
    title: "Further hosts",
    help: "Names that the container resolves by itself, one a line: db.internal=10.0.0.5. host-gateway in place of an address is the server.",
    input: "hosts",
    usual: [],
    example: [{ name: "db.internal", address: "10.0.0.5" }],
  },
  dnsServers: {
    group: "network",
    title: "Name servers",
    help: "Addresses that are asked for names other than those of containers, one a line. Empty means the server's own.",
    input: "words",
    usual: [],
    example: ["9.9.9.9"],
  },
  dnsSearch: {
    group: "network",
    title: "Search domains",
    help: "Tried behind a name that has no dot, one a line.",
    input: "words",
    usual: [],
    example: ["corp.example.com"],
  },
  sysctls: {
    group: "network",
    title: "Kernel parameters",
    help: "Of the container's own namespaces, one a line: net.core.somaxconn=1024. Those of the whole server cannot be set from here.",
    input: "pairs",
    usual: [],
    example: [{ name: "net.core.somaxconn", value: "1024" }],
  },
} as const satisfies Record<string, SettingWords>;
