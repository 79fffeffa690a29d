import { applications, at, type Grammar, noWord, without } from "./grammar.ts";
import { marks, paths } from "./strings.ts";

/** Underscores and letters: a name like any other to a kernel and to Docker. */
const names = without(noWord, marks.prototype);
const setting = (name: string) => ({
  asked: at(applications, `container.${name}`),
  planted: [`spec.container.${name}`],
});

export const containers: Grammar[] = [
  {
    what: "the user of a process",
    ...setting("user"),
    refused: [...names, "a b", "a:b:c", ":1000", "-u", "a/b", `${"a".repeat(65)}`],
    taken: ["node", "1000:1000", "www-data"],
  },
  {
    what: "a working directory",
    ...setting("workingDirectory"),
    refused: [...without(noWord, paths.absolute, paths["process file"]), "app", "/a/../b", "/a//b", "/a\nb", "/a/"],
    taken: ["/", "/srv/my app"],
  },
  {
    what: "the signal that ends a process",
    ...setting("stopSignal"),
    refused: [...noWord, "TERM", "SIGSTOP", "SIGRTMIN+99", "9", "SIGTERM\n"],
    taken: ["SIGQUIT", "SIGRTMIN+3"],
  },
  { what: "cores", ...setting("cpuSet"), refused: [...noWord, "3-1", "0-1-2", "-1", "a"], taken: ["0", "0-3,5"] },
  {
    what: "a limit of each process",
    ...setting("ulimits.0.name"),
    refused: [...noWord, "rtprio", "nice", "NOFILE"],
    taken: ["nofile", "memlock"],
  },
  {
    what: "the host name of a container",
    ...setting("hostname"),
    refused: [...names, "-a", "a..b", "a b", "a\n", `${"a".repeat(64)}`],
    taken: ["worker-1", "db.internal"],
  },
  {
    what: "the name of a further host",
    ...setting("extraHosts.0.name"),
    refused: [...names, "a:10.0.0.1", "-a", "a b", "a\n10.0.0.1 b"],
    taken: ["db.internal", "host"],
  },
  {
    what: "the address of a further host",
    ...setting("extraHosts.0.address"),
    refused: [...noWord, "10.0.0.256", "10.0.0.1 evil", "10.0.0.1\n", "host", "10.0.0.1/8"],
    taken: ["10.0.0.5", "fd00::5", "host-gateway"],
  },
  {
    what: "a name server",
    ...setting("dnsServers.0"),
    refused: [...noWord, "dns.example.com", "9.9.9.9\noptions x", "9.9.9.9:53"],
    taken: ["9.9.9.9", "2620:fe::fe"],
  },
  {
    what: "a search domain",
    ...setting("dnsSearch.0"),
    refused: [...names, "a b", "a\nnameserver 10.0.0.1", "-a.test"],
    taken: ["corp.example.com", "."],
  },
  {
    what: "a kernel parameter",
    ...setting("sysctls.0.name"),
    refused: [
      ...noWord,
      "kernel.core_pattern",
      "vm.swappiness",
      "net",
      "net..core",
      "net/core/somaxconn",
      "fs.file-max",
    ],
    taken: ["net.core.somaxconn", "kernel.shmmax", "fs.mqueue.msg_max"],
  },
  {
    what: "the value of a kernel parameter",
    ...setting("sysctls.0.value"),
    refused: [
      ...without(noWord, ...Object.values(paths).filter((path) => /^[A-Za-z0-9_.,:/-]+$/.test(path)), marks.prototype),
      "1\n2",
      "$(id)",
      "a;b",
    ],
    taken: ["1", "1024 65000"],
  },
  {
    what: "a folder in memory",
    ...setting("temporaryFolders.0.path"),
    refused: [
      ...without(noWord, paths.absolute),
      "/",
      "/proc",
      "/proc/sys",
      "/sys/fs",
      "/dev/shm",
      "tmp",
      "/a/../proc",
    ],
    taken: ["/tmp", "/var/cache/my app"],
  },
  {
    what: "the name of a label",
    ...setting("labels.0.name"),
    refused: [
      ...without(noWord, paths["hidden parents"]),
      "fairlead.team",
      "com.docker.compose.project",
      "a b",
      "a=b",
      "-a",
    ],
    taken: ["example.team", "traefik.http.routers.a.rule"],
  },
  {
    what: "a folder of a server",
    ...setting("hostMounts.0.source"),
    refused: [
      ...without(noWord, paths.absolute),
      "srv/photos",
      "/srv/../etc",
      "/proc/1",
      "/sys/fs",
      "/dev/sda",
      "/srv//x",
    ],
    taken: ["/srv/my photos", "/var/run/docker.sock"],
  },
  {
    what: "where a folder of a server lies",
    ...setting("hostMounts.0.path"),
    refused: [...without(noWord, paths.absolute), "/", "/proc", "/dev/shm", "photos", "/a/../proc"],
    taken: ["/photos", "/var/cache/my app"],
  },
  {
    what: "a device",
    ...setting("devices.0.path"),
    refused: [...noWord, "/dev", "/dev/", "/dev/../etc/shadow", "/etc/shadow", "/dev/a b", "/dev/-a", "/dev/a\n"],
    taken: ["/dev/ttyUSB0", "/dev/dri/renderD128"],
  },
  {
    what: "the name of a device",
    ...setting("devices.0.target"),
    refused: [...noWord, "/dev", "/etc/shadow", "/dev/../x"],
    taken: ["/dev/modem"],
  },
  {
    what: "what a device may be used for",
    ...setting("devices.0.access"),
    refused: [...noWord, "x", "rwx"],
    taken: ["r", "rwm"],
  },
  {
    what: "the address of a port of the server",
    ...setting("publishedPorts.0.address"),
    refused: [...noWord, "10.0.0.256", "::1", "0.0.0.0/0", "127.0.0.1:80", "127.0.0.1\n", "localhost"],
    taken: ["127.0.0.1", "127.0.0.5"],
  },
  {
    what: "what a port of the server speaks",
    ...setting("publishedPorts.0.protocol"),
    refused: [...noWord, "sctp", "TCP", "tcp/udp"],
    taken: ["tcp", "udp"],
  },
  {
    what: "GPUs",
    ...setting("gpus"),
    refused: [...noWord, "0", "-1", "device=", "device=0,", "all,1", "device=0 1", "100"],
    taken: ["all", "1", "device=GPU-3faa8-219,1"],
  },
];
