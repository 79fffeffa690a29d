import { describe, expect, test } from "vitest";
import { readRunLine } from "./read-run-line.ts";
import { toldSettings } from "./told-settings.ts";

const settings = (line: string) => readRunLine(line).container;
const parts = (line: string) => readRunLine(line).findings.map(({ part }) => part);

test("a whole line is read: image, name, port, limits, variables and its command", () => {
  const line = String.raw`sudo docker container run -d --name shop \
    -p 127.0.0.1:8080:3000/tcp -e MODE=live -e "GREETING=good morning" --memory=512m --cpus 1.5 \
    ghcr.io/owner/shop:1.2 worker --queue 'high priority'`;
  const read = readRunLine(line);
  expect(read).toMatchObject({
    image: "ghcr.io/owner/shop:1.2",
    name: "shop",
    variables: [
      { key: "MODE", value: "live" },
      { key: "GREETING", value: "good morning" },
    ],
    container: {
      port: 3_000,
      memoryBytes: 536_870_912,
      cpus: 1.5,
      arguments: ["worker", "--queue", "high priority"],
    },
  });
  expect(parts(line)).toEqual(["-p 127.0.0.1:8080:3000/tcp"]);
});

test("options alone are read, as another product keeps them", () => {
  expect(settings("--cap-add=SYS_PTRACE --ulimit nofile=1024:65536 --shm-size 256m --hostname=db --init")).toEqual({
    capabilities: ["SYS_PTRACE"],
    ulimits: [{ name: "nofile", soft: 1_024, hard: 65_536 }],
    sharedMemoryBytes: 268_435_456,
    hostname: "db",
    init: true,
  });
});

test.each<[string, Record<string, unknown>]>([
  ["-m 1073741824 alpine", { memoryBytes: 1_073_741_824 }],
  ["-m100b alpine", { memoryBytes: 100 }],
  ["-m 1g --memory-swap 1536m alpine", { memoryBytes: 1_073_741_824, swapBytes: 536_870_912 }],
  ["--memory-reservation 256m alpine", { memoryReservationBytes: 268_435_456 }],
  ["-c 512 --cpuset-cpus 0-1,3 alpine", { cpuShares: 512, cpuSet: "0-1,3" }],
  ["--pids-limit 200 alpine", { pidsLimit: 200 }],
  [
    "--read-only --tmpfs /tmp:rw,size=64m --tmpfs /run alpine",
    {
      isReadOnly: true,
      temporaryFolders: [
        { path: "/tmp", sizeBytes: 67_108_864 },
        { path: "/run", sizeBytes: null },
      ],
    },
  ],
  [
    "--privileged --gpus all --device /dev/ttyUSB0 --device=/dev/a:/dev/b:r alpine",
    {
      isPrivileged: true,
      gpus: "all",
      devices: [
        { path: "/dev/ttyUSB0", target: "/dev/ttyUSB0", access: "rwm" },
        { path: "/dev/a", target: "/dev/b", access: "r" },
      ],
    },
  ],
  [
    "-v /srv/photos:/photos:ro,z --volume=/srv/a:/a alpine",
    {
      hostMounts: [
        { source: "/srv/photos", path: "/photos", isReadOnly: true },
        { source: "/srv/a", path: "/a", isReadOnly: false },
      ],
    },
  ],
  ["--cap-add CAP_NET_RAW --cap-add=net_admin alpine", { capabilities: ["NET_RAW", "NET_ADMIN"] }],
  ["--sysctl net.core.somaxconn=1024 alpine", { sysctls: [{ name: "net.core.somaxconn", value: "1024" }] }],
  ["--add-host db:10.0.0.5 alpine", { extraHosts: [{ name: "db", address: "10.0.0.5" }] }],
  [
    "--dns 9.9.9.9 --dns 1.1.1.1 --dns-search corp.test alpine",
    { dnsServers: ["9.9.9.9", "1.1.1.1"], dnsSearch: ["corp.test"] },
  ],
  [
    "-l a.b=c=d --label flag alpine",
    {
      labels: [
        { name: "a.b", value: "c=d" },
        { name: "flag", value: "" },
      ],
    },
  ],
  ["-u1000:1000 -w /srv alpine", { user: "1000:1000", workingDirectory: "/srv" }],
  ["--stop-signal QUIT --stop-timeout 30 alpine", { stopSignal: "SIGQUIT", stopGraceSeconds: 30 }],
  ["--init=false alpine", { init: false }],
  ["--entrypoint /bin/run alpine --flag 'it is'", { command: "/bin/run --flag 'it is'" }],
  ["-p 80 alpine", { port: 80 }],
  [
    "-p 80 -p 127.0.0.1:8443:443 -p 0.0.0.0:53:5353/udp alpine",
    {
      port: 80,
      publishedPorts: [
        { port: 8_443, address: "127.0.0.1", target: 443, protocol: "tcp" },
        { port: 53, address: "0.0.0.0", target: 5_353, protocol: "udp" },
      ],
    },
  ],
  ["-itd --rm alpine sh", { arguments: ["sh"] }],
])("%s", (line, expected) => {
  expect(settings(line)).toEqual(expected);
  expect(parts(line)).toEqual([]);
  expect(readRunLine(line).image).toBe("alpine");
});

test("a health check is one by command", () => {
  const line = '--health-cmd "pg_isready -q" --health-interval 1m30s --health-timeout 500ms postgres';
  expect(readRunLine(line).health).toEqual({
    ...{ kind: "command", command: "pg_isready -q" },
    ...{ intervalMs: 90_000, timeoutMs: 500 },
  });
  expect(readRunLine("--no-healthcheck postgres").health).toBeNull();
});

describe("is told with its reason, and what stands around it is read", () => {
  test.each<[string, string]>([
    ["-v data:/data -m 1g alpine", "-v data:/data"],
    ["-v /data -m 1g alpine", "-v /data"],
    ["--network host -m 1g alpine", "--network host"],
    ["--restart no -m 1g alpine", "--restart no"],
    ["-p 53:53/udp -m 1g alpine", "-p 53:53/udp"],
    ["-p 8000-8010:8000-8010 -m 1g alpine", "-p 8000-8010:8000-8010"],
    ["-p 80:80 -p 443:443 -m 1g alpine", "-p 443:443"],
    ["-p 80 -p 443 -m 1g alpine", "-p 443"],
    ["-p 53:53/sctp -m 1g alpine", "-p 53:53/sctp"],
    ["-e TOKEN -m 1g alpine", "-e TOKEN"],
    ["--env-file .env -m 1g alpine", "--env-file .env"],
    ["--cpus many -m 1g alpine", "--cpus many"],
    ["--memory-swap 2g -m 1g alpine", "--memory-swap"],
    ["--no-such-option -m 1g alpine", "--no-such-option"],
    ["--label build=$(date) -m 1g alpine", "--label build=$(date)"],
    ["--label who=$USER -m 1g alpine", "--label who=$USER"],
    ["-m 1g alpine && docker ps", "&&"],
    ["-m 1g alpine | tee log", "|"],
  ])("%s", (line, part) => {
    expect(parts(line)).toContain(part);
    expect(settings(line).memoryBytes).toBe(1_073_741_824);
  });
});

test("quotes, escapes and lines that go on are read as a shell does", () => {
  const { variables, findings } = readRunLine(
    `-e 'A=it'"'"'s' -e "B=\\"x\\" \\$HOME" -e C=a\\ b -e D=line\\\n-two -e E='$HOME' -e F= -e '__proto__=1' alpine`,
  );
  expect(variables).toEqual([
    { key: "A", value: "it's" },
    { key: "B", value: '"x" $HOME' },
    { key: "C", value: "a b" },
    { key: "D", value: "line-two" },
    { key: "E", value: "$HOME" },
    { key: "F", value: "" },
    { key: "__proto__", value: "1" },
  ]);
  expect(findings).toEqual([]);
});

test.each([
  "",
  " ",
  "docker run",
  "--",
  "-p",
  "'",
  '"',
  "\\",
  "-e",
  "docker run -it",
  "--constructor",
  "-e '__proto__",
])("%j is no line, and breaks nothing", (line) => {
  expect(readRunLine(line)).toMatchObject({ image: undefined, container: {}, variables: [] });
});

test("a quote that is never closed is told", () => {
  expect(parts("-e 'A=1 alpine")).toContain("'");
});

test("what was read is told by the titles of the settings, and of variables only their names", () => {
  const told = toldSettings(
    readRunLine("--name db -e PASSWORD=secret -m 1g --tmpfs /tmp:size=1m --health-cmd true pg"),
  );
  expect(told.map(({ label }) => label)).toEqual([
    ...["Image", "Name", "Memory limit", "Temporary folders", "Health check: command", "Variables"],
  ]);
  expect(JSON.stringify(told)).not.toContain("secret");
});
