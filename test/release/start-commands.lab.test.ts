import type { ContainerSettings } from "@fairlead/runner/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ask } from "../support/ask.ts";
import { runningOf } from "../support/containers.ts";
import { aReleaseWorld, type ReleaseWorld, type TestApplication } from "./release-world.ts";

let world: ReleaseWorld;
let application: TestApplication;

beforeAll(async () => {
  world = await aReleaseWorld();
  application = await world.anApplication("shop");
});
afterAll(() => world?.stop());

/** Says which of its files runs and with what, and needs a moment to end. */
const server = (name: string) => `
  import { createServer } from "node:http";
  const said = [${JSON.stringify(name)}, ...process.argv.slice(2)].join(" ");
  createServer((_request, response) => response.end(said)).listen(3000);
  process.on("SIGTERM", () => {
    console.log("told to end");
    setTimeout(() => { console.log("done"); process.exit(0); }, 300);
  });
`;
const files = (dockerfile: readonly string[]) => ({
  "server.mjs": server("server"),
  "other.mjs": server("other"),
  // Answers how many dead processes nobody has buried, once its orphan has ended.
  "orphans.mjs": `
    import { spawn } from "node:child_process";
    import { readdirSync, readFileSync } from "node:fs";
    import { createServer } from "node:http";
    const isDead = (pid) => readFileSync("/proc/" + pid + "/stat", "utf8").includes(") Z ");
    const dead = () => readdirSync("/proc").filter((name) => /^[0-9]+$/.test(name) && isDead(name)).length;
    const answer = (_request, response) => response.end(String(dead()));
    spawn("sh", ["-c", "sleep 0.2 & exit 0"]).on("exit", () => setTimeout(() => createServer(answer).listen(3000), 1000));
  `,
  Dockerfile: ["FROM node:24-alpine", "WORKDIR /app", "COPY . .", ...dockerfile].join("\n"),
});
const ofNode = ['ENTRYPOINT ["node"]', 'CMD ["server.mjs"]'];

async function deploy(container: Partial<ContainerSettings>, dockerfile: readonly string[] = ofNode) {
  const payload = await application.deployPayload(files(dockerfile), (spec) => ({
    ...spec,
    container: { ...spec.container, ...container },
  }));
  const { result, log, error } = await world.run(payload);
  if (result?.kind !== "deploy") throw new Error(log, { cause: error });
  const { body } = await ask({ host: application.host, ip: world.lab.server(0).host, path: "/" });
  return { answered: body, log };
}
const docker = async (...command: string[]) => (await world.lab.server(0).exec(["docker", ...command])).stdout;

test.each([
  ["the image's own beginning", {}, "server"],
  ["a line, whatever the entrypoint is", { command: "node other.mjs" }, "other"],
  ["a list, given to the entrypoint", { arguments: ["other.mjs", "a b", "$HOME"] }, "other a b $HOME"],
])("an image with an entrypoint starts by %s", async (_what, container, answered) => {
  expect((await deploy(container)).answered).toBe(answered);
});

test("a list is the program where the image has no entrypoint", async () => {
  expect((await deploy({ arguments: ["node", "other.mjs"] }, ['CMD ["node", "server.mjs"]'])).answered).toBe("other");
});

test.each(["node server.mjs 2>&1 | cat", "node server.mjs\necho never"])(
  "the program in %j ends by itself when the application is stopped, long before its time is over",
  async (command) => {
    await deploy({ command, stopGraceSeconds: 60 });
    const [live] = await runningOf(world.lab.server(0), application.id);
    const before = Date.now();
    await docker("stop", "--time", "60", live?.name ?? "");
    expect(Date.now() - before).toBeLessThan(30_000);
    expect(await docker("logs", live?.name ?? "")).toBe("told to end\ndone\n");
    expect(await docker("inspect", "--format", "{{.State.ExitCode}}", live?.name ?? "")).not.toBe("137\n");
  },
);

test("processes that lose their parent are buried, unless the application brings an init of its own", async () => {
  expect((await deploy({ init: false, arguments: ["orphans.mjs"] })).answered).toBe("1");
  expect((await deploy({ arguments: ["orphans.mjs"] })).answered).toBe("0");
});

test("a server without an init runs the application all the same, and its check tells how to get one", async () => {
  const machine = world.lab.server(0);
  const path = (await machine.exec(["sh", "-c", "command -v docker-init"])).stdout.trim();
  await machine.exec(["mv", path, `${path}.away`]);
  try {
    const { answered, log } = await deploy({});
    expect({ answered, log }).toEqual({ answered: "server", log: expect.stringContaining("has no docker-init") });
    const { result } = await world.run({
      kind: "check-server",
      target: world.target,
      proxy: "none",
      expected: [],
      certificates: [],
    });
    const lines = result?.kind === "check-server" ? result.lines : [];
    expect(lines.find(({ name }) => name === "docker")?.sentence).toContain("no docker-init");
  } finally {
    await machine.exec(["mv", `${path}.away`, path]);
  }
});

const set = {
  user: "1000:1000",
  workingDirectory: "/app",
  hostname: "worker-1",
  stopSignal: "SIGUSR1",
  stopGraceSeconds: 7,
  memoryBytes: 268_435_456,
  memoryReservationBytes: 134_217_728,
  swapBytes: 67_108_864,
  cpus: 0.5,
  cpuShares: 512,
  cpuSet: "0",
  pidsLimit: 300,
  sharedMemoryBytes: 33_554_432,
  ulimits: [{ name: "nofile" as const, soft: 2_048, hard: 4_096 }],
  extraHosts: [{ name: "db.internal", address: "10.9.8.7" }],
  dnsServers: ["9.9.9.9"],
  dnsSearch: ["corp.test"],
  sysctls: [{ name: "net.ipv4.ip_unprivileged_port_start", value: "81" }],
  isReadOnly: true,
  temporaryFolders: [{ path: "/scratch", sizeBytes: 1_048_576 }],
  hostMounts: [{ source: "/srv/photos", path: "/photos", isReadOnly: true }],
  devices: [{ path: "/dev/zero", target: "/dev/endless", access: "r" as const }],
  labels: [{ name: "example.team", value: "shop" }],
} satisfies Partial<ContainerSettings>;

test("every setting of a container is in what Docker made, and holds inside of it", async () => {
  await world.lab.server(0).exec(["sh", "-c", "mkdir -p /srv/photos && echo boat > /srv/photos/one"]);
  await deploy(set);
  const name = (await runningOf(world.lab.server(0), application.id))[0]?.name ?? "";
  const [made] = JSON.parse(await docker("inspect", name));
  expect(made.Config).toMatchObject({
    User: "1000:1000",
    WorkingDir: "/app",
    Hostname: "worker-1",
    StopSignal: "SIGUSR1",
    StopTimeout: 7,
    Labels: { "example.team": "shop", "fairlead.application": application.id },
  });
  expect(made.HostConfig).toMatchObject({
    Memory: 268_435_456,
    MemoryReservation: 134_217_728,
    MemorySwap: 335_544_320,
    NanoCpus: 500_000_000,
    CpuShares: 512,
    CpusetCpus: "0",
    PidsLimit: 300,
    ShmSize: 33_554_432,
    Ulimits: [{ Name: "nofile", Soft: 2_048, Hard: 4_096 }],
    ExtraHosts: ["db.internal:10.9.8.7"],
    Dns: ["9.9.9.9"],
    DnsSearch: ["corp.test"],
    Sysctls: { "net.ipv4.ip_unprivileged_port_start": "81" },
    ReadonlyRootfs: true,
    Devices: [{ PathOnHost: "/dev/zero", PathInContainer: "/dev/endless", CgroupPermissions: "r" }],
  });
  const inside = async (line: string) => (await docker("exec", name, "sh", "-c", line)).trim();
  expect(await inside("id -u; id -g; hostname; pwd")).toBe("1000\n1000\nworker-1\n/app");
  expect(await inside("cat /etc/hosts")).toContain("10.9.8.7\tdb.internal");
  expect(await inside("cat /etc/resolv.conf")).toContain("search corp.test");
  expect(await inside("cat /proc/sys/net/ipv4/ip_unprivileged_port_start")).toBe("81");
  expect(await inside("touch /app/x 2>&1 || true")).toContain("Read-only file system");
  expect(await inside("df -k /scratch /dev/shm | awk 'NR>1 {print $2}'")).toBe("1024\n32768");
  expect(await inside("cat /photos/one; touch /photos/two 2>&1 || true")).toMatch(/^boat\n.*Read-only file system$/);
  expect(await inside("head -c 4 /dev/endless | od -An -tx1")).toBe("00 00 00 00");
  expect(await inside("echo kept > /scratch/x && cat /scratch/x")).toBe("kept");
});

test("a privileged application has every right of root over its server", async () => {
  await deploy({ isPrivileged: true });
  const name = (await runningOf(world.lab.server(0), application.id))[0]?.name ?? "";
  const rights = (await docker("exec", name, "sh", "-c", "grep CapEff /proc/self/status")).trim().split(/\s+/)[1];
  expect(BigInt(`0x${rights}`) & (1n << 21n)).not.toBe(0n);
});

test.each<[what: string, container: Partial<ContainerSettings>, sentence: string]>([
  [
    "a folder that the server does not have",
    { hostMounts: [{ source: "/srv/nowhere", path: "/x", isReadOnly: true }] },
    "The server has no /srv/nowhere",
  ],
  [
    "a device that the server does not have",
    { devices: [{ path: "/dev/nothing", target: "/dev/nothing", access: "rwm" }] },
    "The server has no device /dev/nothing",
  ],
  ["a GPU where Docker can give none", { gpus: "all" }, "cannot give GPUs to containers"],
])("%s stops the deployment with its name, and the version before serves on", async (_what, container, sentence) => {
  await deploy({});
  const [before] = await runningOf(world.lab.server(0), application.id);
  const payload = await application.deployPayload(files(ofNode), (spec) => ({
    ...spec,
    container: { ...spec.container, ...container },
  }));
  const { error } = await world.run(payload);
  expect(String(error)).toContain(sentence);
  expect((await runningOf(world.lab.server(0), application.id)).map(({ name }) => name)).toEqual([before?.name]);
});
