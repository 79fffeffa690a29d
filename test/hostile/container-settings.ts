/** What a container may be given beyond what most have. */
export const containerSettings = {
  user: "1000:1000",
  workingDirectory: "/app",
  stopSignal: "SIGQUIT",
  cpuSet: "0-1",
  ulimits: [{ name: "nofile" as const, soft: 1_024, hard: 65_536 }],
  hostname: "worker-1",
  extraHosts: [{ name: "db.internal", address: "10.0.0.5" }],
  dnsServers: ["9.9.9.9"],
  dnsSearch: ["corp.example.com"],
  sysctls: [{ name: "net.core.somaxconn", value: "1024" }],
  temporaryFolders: [{ path: "/tmp", sizeBytes: 65_536 }],
  hostMounts: [{ source: "/srv/photos", path: "/photos", isReadOnly: true }],
  devices: [{ path: "/dev/ttyUSB0", target: "/dev/modem", access: "rw" as const }],
  gpus: "device=0",
  labels: [{ name: "example.team", value: "shop" }],
};
