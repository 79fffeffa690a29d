import { expect, test } from "vitest";
import { startLine } from "../../plan/start-line.ts";
import { aSpec, ids } from "../../testing/builders.ts";
import { toObserved } from "./observe.ts";
import { renderCommand, renderContainer } from "./render.ts";

const release = { team: ids.team, resource: ids.resource, deployment: ids.deployment(7), number: 7, attempt: 2 };
const render = (container: object = {}, { init = true } = {}) =>
  renderContainer(
    {
      release,
      spec: aSpec({ container: { ...aSpec().container, ...container } }),
      image: "sha256:abc",
      env: { A: "x=y\nz", EMPTY: "" },
      commit: '{"sha":"c"}',
    },
    { init },
  );

test("a container is made with our name, our labels and nothing it does not need", () => {
  expect(render()).toEqual({
    name: "app-00000000000000000000000001-dep-00000000000000000000000007-a2",
    Image: "sha256:abc",
    Env: ["A=x=y\nz", "EMPTY="],
    Labels: {
      "fairlead.managed": "true",
      "fairlead.team": ids.team,
      "fairlead.resource": ids.resource,
      "fairlead.kind": "application",
      "fairlead.application": ids.resource,
      "fairlead.deployment": ids.deployment(7),
      "fairlead.number": "7",
      "fairlead.attempt": "2",
      "fairlead.commit": '{"sha":"c"}',
    },
    ExposedPorts: { "3000/tcp": {} },
    StopTimeout: 10,
    HostConfig: {
      Init: true,
      NetworkMode: "fairlead-test",
      RestartPolicy: { Name: "unless-stopped" },
      SecurityOpt: ["no-new-privileges"],
      CapDrop: ["ALL"],
      CapAdd: ["CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "NET_BIND_SERVICE", "SETGID", "SETUID"],
      PidsLimit: 512,
      LogConfig: { Type: "json-file", Config: { "max-size": "10m", "max-file": "3" } },
    },
    NetworkingConfig: { EndpointsConfig: { "fairlead-test": { Aliases: ["any-app-00000000000000000000000001"] } } },
  });
});

test("limits become Docker's, and memory has no swap on top", () => {
  expect(render({ memoryBytes: 268_435_456, cpus: 0.5 }).HostConfig).toMatchObject({
    Memory: 268_435_456,
    MemorySwap: 268_435_456,
    NanoCpus: 500_000_000,
  });
});

test.each<[what: string, settings: object, made: object]>([
  ["a user", { user: "1000:1000" }, { User: "1000:1000" }],
  ["a working directory", { workingDirectory: "/app" }, { WorkingDir: "/app" }],
  ["a host name", { hostname: "worker-1" }, { Hostname: "worker-1" }],
  ["a signal to end", { stopSignal: "SIGQUIT" }, { StopSignal: "SIGQUIT" }],
  ["a time to end", { stopGraceSeconds: 30 }, { StopTimeout: 30 }],
])("%s is said where Docker takes it, and left to the image where nobody said it", (_, settings, made) => {
  expect(render(settings)).toMatchObject(made);
  for (const key of Object.keys(made)) if (key !== "StopTimeout") expect(render()).not.toHaveProperty(key);
});

test.each<[what: string, settings: object, made: object]>([
  ["memory that is kept", { memoryReservationBytes: 33_554_432 }, { MemoryReservation: 33_554_432 }],
  [
    "swap, which Docker counts together with memory",
    { memoryBytes: 268_435_456, swapBytes: 67_108_864 },
    { Memory: 268_435_456, MemorySwap: 335_544_320 },
  ],
  ["a share of the CPU", { cpuShares: 512 }, { CpuShares: 512 }],
  ["cores", { cpuSet: "0-1" }, { CpusetCpus: "0-1" }],
  ["shared memory", { sharedMemoryBytes: 134_217_728 }, { ShmSize: 134_217_728 }],
  [
    "limits of each process",
    { ulimits: [{ name: "nofile", soft: 1_024, hard: -1 }] },
    { Ulimits: [{ Name: "nofile", Soft: 1_024, Hard: -1 }] },
  ],
  [
    "further hosts",
    {
      extraHosts: [
        { name: "db.internal", address: "10.0.0.5" },
        { name: "host", address: "host-gateway" },
      ],
    },
    { ExtraHosts: ["db.internal:10.0.0.5", "host:host-gateway"] },
  ],
  [
    "name servers",
    { dnsServers: ["9.9.9.9"], dnsSearch: ["corp.test"] },
    { Dns: ["9.9.9.9"], DnsSearch: ["corp.test"] },
  ],
  [
    "parameters of its own kernel namespaces",
    { sysctls: [{ name: "net.core.somaxconn", value: "1024" }] },
    { Sysctls: { "net.core.somaxconn": "1024" } },
  ],
  ["files that are only read", { isReadOnly: true }, { ReadonlyRootfs: true }],
  [
    "folders in memory",
    {
      temporaryFolders: [
        { path: "/tmp", sizeBytes: 65_536 },
        { path: "/run", sizeBytes: null },
      ],
    },
    {
      Mounts: [
        { Type: "tmpfs", Source: "", Target: "/tmp", TmpfsOptions: { SizeBytes: 65_536 } },
        { Type: "tmpfs", Source: "", Target: "/run" },
      ],
    },
  ],
  [
    "folders of the server, which Docker must not make",
    { hostMounts: [{ source: "/srv/photos", path: "/photos", isReadOnly: true }] },
    { Mounts: [{ Type: "bind", Source: "/srv/photos", Target: "/photos", ReadOnly: true }] },
  ],
  [
    "devices",
    { devices: [{ path: "/dev/ttyUSB0", target: "/dev/modem", access: "rw" }] },
    { Devices: [{ PathOnHost: "/dev/ttyUSB0", PathInContainer: "/dev/modem", CgroupPermissions: "rw" }] },
  ],
  ["every GPU", { gpus: "all" }, { DeviceRequests: [{ Count: -1, Capabilities: [["gpu"]] }] }],
  ["so many GPUs", { gpus: "2" }, { DeviceRequests: [{ Count: 2, Capabilities: [["gpu"]] }] }],
  ["these GPUs", { gpus: "device=0,1" }, { DeviceRequests: [{ DeviceIDs: ["0", "1"], Capabilities: [["gpu"]] }] }],
])("%s becomes Docker's, and nothing is said where nobody said it", (_, settings, made) => {
  const usual = render().HostConfig ?? {};
  expect(render(settings).HostConfig).toEqual({ ...usual, ...made });
});

test("a privileged container has every right, and none is taken or given one by one", () => {
  const { HostConfig } = render({ isPrivileged: true, capabilities: ["NET_RAW"] });
  expect(HostConfig).toMatchObject({ Privileged: true });
  expect(HostConfig).not.toHaveProperty("CapDrop");
  expect(HostConfig).not.toHaveProperty("CapAdd");
});

test("a volume is mounted by its name with our labels, and a release command only reads the volumes", () => {
  const mounts = [
    { volume: ids.volume(1), path: "/data", isReadOnly: false },
    { volume: ids.volume(2), path: "/old", isReadOnly: true },
  ];
  const shared = { name: "data", share: null, isMade: true };
  const request = {
    release,
    spec: aSpec({ container: { ...aSpec().container, mounts } }),
    image: "sha256:abc",
    env: {},
    commit: undefined,
    volumes: [
      { ...shared, id: ids.volume(1), dockerName: "fairlead-vol-1", isAdopted: false },
      { ...shared, id: ids.volume(2), dockerName: "old_data", isAdopted: true },
    ],
  };
  const labels = { "fairlead.managed": "true", "fairlead.team": ids.team, "fairlead.volume": ids.volume(1) };
  const ours = {
    Type: "volume",
    Source: "fairlead-vol-1",
    Target: "/data",
    ReadOnly: false,
    VolumeOptions: { Labels: labels },
  };
  const adopted = { Type: "volume", Source: "old_data", Target: "/old", ReadOnly: true };
  expect(renderContainer(request, { init: true }).HostConfig?.Mounts).toEqual([ours, adopted]);
  expect(renderCommand({ ...request, role: "command", line: "true" }).HostConfig?.Mounts).toEqual([
    { ...ours, ReadOnly: true },
    adopted,
  ]);
});

test("a resource's labels stand beside ours, and never in their place", () => {
  const labels = [
    { name: "example.team", value: "shop" },
    { name: "fairlead.managed", value: "false" },
  ];
  expect(render({ labels }).Labels).toEqual({ ...render().Labels, "example.team": "shop" });
});

test("a port of the server leads to the process, bound to the address that was said", () => {
  expect(render({ hostPort: { port: 8_080, address: "127.0.0.1" } }).HostConfig?.PortBindings).toEqual({
    "3000/tcp": [{ HostIp: "127.0.0.1", HostPort: "8080" }],
  });
});

test("further ports of the server lead to ports of the container of their own, those to one port together", () => {
  const local = { address: "127.0.0.1", protocol: "tcp" as const };
  const { ExposedPorts, HostConfig } = render({
    hostPort: { port: 8_080, address: "127.0.0.1" },
    publishedPorts: [
      { ...local, port: 8_081, target: 3_000 },
      { port: 53, address: "0.0.0.0", target: 5_353, protocol: "udp" },
    ],
  });
  expect(ExposedPorts).toEqual({ "3000/tcp": {}, "5353/udp": {} });
  expect(HostConfig?.PortBindings).toEqual({
    "3000/tcp": [
      { HostIp: "127.0.0.1", HostPort: "8080" },
      { HostIp: "127.0.0.1", HostPort: "8081" },
    ],
    "5353/udp": [{ HostIp: "0.0.0.0", HostPort: "53" }],
  });
});

test("a user's command is one argument, whatever is in it", () => {
  const command = "node server.js; $(touch /tmp/x) `id` \"'\n";
  expect(render({ command }).Cmd).toEqual([command]);
});

test("a line is for a shell in place of the image's entrypoint, whose argument it would be otherwise", () => {
  expect(render({ command: "node other.mjs" }).Entrypoint).toEqual(["sh", "-c", startLine, "sh"]);
});

test("a list goes to the image's entrypoint as it is written, and no shell reads it", () => {
  const made = render({ arguments: ["other.mjs", "$(touch /tmp/x)", "a b"] });
  expect(made).toMatchObject({ Cmd: ["other.mjs", "$(touch /tmp/x)", "a b"] });
  expect(made).not.toHaveProperty("Entrypoint");
});

test("a container has no init where it is to have none", () => {
  expect(render({}, { init: false }).HostConfig).not.toHaveProperty("Init");
});

test("a container of somebody else is not even seen", () => {
  const ours = { Id: "a".repeat(64), Names: ["/x"], ImageID: "sha256:1", State: "running", Labels: render().Labels };
  expect(toObserved(ours, ids.resource)?.release).toEqual(release);
  expect(toObserved(ours, ids.otherResource)).toBeUndefined();
  expect(toObserved({ ...ours, Labels: { "fairlead.application": ids.resource } }, ids.resource)).toBeUndefined();
  expect(toObserved({ ...ours, Id: "../../etc" }, ids.resource)).toBeUndefined();
  expect(toObserved({ Names: 3 }, ids.resource)).toBeUndefined();
});

test("a right that an admin gave stands beside the usual ones, and nothing else changes", () => {
  const { HostConfig } = render({ capabilities: ["NET_RAW"] });
  expect(HostConfig?.CapAdd).toEqual([...(render().HostConfig?.CapAdd ?? []), "NET_RAW"]);
  expect({ ...HostConfig, CapAdd: [] }).toEqual({ ...render().HostConfig, CapAdd: [] });
});
