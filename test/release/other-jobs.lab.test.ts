import type { JobPayload, ServerTarget } from "@fairlead/runner/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ask } from "../support/ask.ts";
import { containers, runningOf } from "../support/containers.ts";
import { readFixture } from "../support/fixtures.ts";
import { until } from "../support/until.ts";
import {
  anId,
  aReleaseWorld,
  type DeployPayload,
  type ReleaseWorld,
  type TestApplication,
  team,
} from "./release-world.ts";

let world: ReleaseWorld;
let application: TestApplication;
let deployed: DeployPayload;

beforeAll(async () => {
  world = await aReleaseWorld();
  application = await world.anApplication("shop");
  deployed = await application.deployPayload(await readFixture("healthy"));
  const { result, log, error } = await world.run(deployed);
  if (!result) throw new Error(log, { cause: error });
});
afterAll(() => world?.stop());

const status = async () => (await ask({ host: application.host, ip: world.lab.server(0).host, path: "/" })).status;
const untilStatus = (wanted: number) =>
  until(`the site to answer ${wanted}`, async () => ((await status()) === wanted ? true : undefined));
const ofApplication = () => ({ target: world.target, application: application.id, team });
const resultOf = async (payload: JobPayload) => {
  const { result, error, log } = await world.run(payload);
  if (!result) throw new Error(log, { cause: error });
  return result;
};

test("an application stops, starts and restarts, and each time what runs is told", async () => {
  const live = { liveDeployment: deployed.spec.deployment };
  expect(await resultOf({ kind: "stop", ...ofApplication(), graceSeconds: 5 })).toMatchObject({
    state: "stopped",
    ...live,
  });
  expect(await runningOf(world.lab.server(0), application.id)).toEqual([]);
  expect(await resultOf({ kind: "stop", ...ofApplication(), graceSeconds: 5 })).toMatchObject({ state: "stopped" });
  expect(await resultOf({ kind: "start", ...ofApplication() })).toMatchObject({ state: "running", ...live });
  await untilStatus(200);
  expect(await resultOf({ kind: "restart", ...ofApplication(), graceSeconds: 5 })).toMatchObject({
    state: "running",
    ...live,
  });
  await untilStatus(200);
});

test("a rollback brings the kept image back without the source", async () => {
  const next = await application.deployPayload({ ...(await readFixture("healthy")), "version.txt": "two\n" });
  await resultOf(next);
  const [first] = (await containers(world.lab.server(0))).filter(({ labels }) => labels["fairlead.number"] === "1");
  const { stdout } = await world.lab.server(0).exec(["docker", "inspect", "--format", "{{.Image}}", first?.name ?? ""]);
  const third = await application.deployPayload({ "unused.txt": "the source is not looked at" });
  const result = await resultOf({ ...third, reuseImage: stdout.trim() });
  expect(result).toMatchObject({ kind: "deploy", image: stdout.trim() });
  expect(await status()).toBe(200);
});

test("reconciling mends a flip that died half way and removes what nobody owns", async () => {
  const { exec } = world.lab.server(0);
  const [live] = await runningOf(world.lab.server(0), application.id);
  const retired = `${application.id.replace("_", "-")}-${live?.labels["fairlead.deployment"]?.replace("_", "-")}-a1-retired`;
  await exec(["docker", "rename", live?.name ?? "", retired]);
  const reconcile = { kind: "reconcile" as const, ...ofApplication(), activeDeployment: null, lostDeployment: null };
  expect(await resultOf(reconcile)).toMatchObject({
    state: "running",
    liveDeployment: live?.labels["fairlead.deployment"],
  });
  expect(await status()).toBe(200);
  expect(await resultOf(reconcile)).toMatchObject({ state: "running" });
});

test("removing takes everything of the application and nothing else", async () => {
  const { exec } = world.lab.server(0);
  await exec([
    "docker",
    "run",
    "-d",
    "--name",
    "foreign",
    "--label",
    `fairlead.application=${application.id}`,
    "busybox:1",
    "sleep",
    "600",
  ]);
  await exec(["docker", "tag", "busybox:1", "somebody/else:1"]);
  const own = async () => {
    const { stdout } = await exec(["docker", "images", "--format", "{{.Repository}}"]);
    return stdout.split("\n").filter((name) => name.startsWith(`fairlead/${application.id.replace("_", "-")}`));
  };
  expect(await own()).not.toEqual([]);
  expect(await resultOf({ kind: "remove", ...ofApplication() })).toMatchObject({
    state: "absent",
    liveDeployment: null,
  });
  expect(await own()).toEqual([]);
  const left = (await containers(world.lab.server(0))).map(({ name }) => name).sort();
  expect(left).toEqual(["fairlead-proxy", "foreign"]);
  expect((await exec(["docker", "images", "-q", "somebody/else:1"])).stdout.trim()).not.toBe("");
  expect(await resultOf({ kind: "remove", ...ofApplication() })).toMatchObject({ state: "absent" });
});

test("a server check reads only the host key first, and everything once it is confirmed", async () => {
  const machine = world.lab.server(0);
  const unconfirmed: ServerTarget = {
    kind: "ssh",
    server: anId("srv"),
    host: machine.host,
    port: 22,
    user: "deploy",
    hostKey: null,
    dockerSocket: null,
  };
  expect(
    await resultOf({ kind: "check-server", target: unconfirmed, proxy: "caddy", expected: [], certificates: [] }),
  ).toMatchObject({
    reachable: true,
    seen: { fingerprint: machine.hostKeyFingerprint, hostKey: machine.hostKey },
    facts: null,
  });
  const checked = await resultOf({
    kind: "check-server",
    target: world.target,
    proxy: "caddy",
    expected: [],
    certificates: [],
  });
  expect(checked).toMatchObject({
    reachable: true,
    cause: null,
    facts: { cpus: expect.any(Number), dockerVersion: expect.any(String) },
  });
  const lines = checked.kind === "check-server" ? checked.lines : [];
  expect(lines.filter(({ status: each }) => each === "failed")).toEqual([]);
  expect(lines.map(({ name }) => name)).toEqual([
    "connection",
    "host-key",
    "os",
    "cpu",
    "memory",
    "disk",
    "docker",
    "ports",
    "clock",
    "proxy",
    "metadata",
  ]);
  expect(lines.at(-1)).toMatchObject({ status: "ok" });
});

test("a server check warns when containers reach what clouds tell their machines", async () => {
  const machine = world.lab.server(0);
  // It has nothing to show, as those that want a token first.
  const start = "setsid busybox httpd -f -p 8099 -h /proc/sys >/dev/null 2>&1 & echo $!";
  const pid = (await machine.exec(["bash", "-c", start])).stdout.trim();
  const rule = [
    "PREROUTING",
    "-d",
    "169.254.169.254",
    "-p",
    "tcp",
    "--dport",
    "80",
    "-j",
    "REDIRECT",
    "--to-ports",
    "8099",
  ];
  await machine.exec(["iptables", "-t", "nat", "-I", ...rule]);
  try {
    const checked = await resultOf({
      kind: "check-server",
      target: world.target,
      proxy: "caddy",
      expected: [],
      certificates: [],
    });
    const lines = checked.kind === "check-server" ? checked.lines : [];
    expect(lines.at(-1)).toMatchObject({
      name: "metadata",
      status: "warning",
      fix: expect.stringContaining("iptables"),
    });
  } finally {
    await machine.exec(["iptables", "-t", "nat", "-D", ...rule]);
    await machine.exec(["kill", pid]);
  }
});

test("a server check says what stands in the way of a server that cannot be used", async () => {
  const machine = world.lab.server(0);
  const wrongKey = `ssh-ed25519 ${Buffer.concat([Buffer.from("0000000b7373682d6564323535313900000020", "hex"), Buffer.alloc(32, 7)]).toString("base64")}`;
  const at = {
    kind: "ssh" as const,
    server: anId("srv"),
    host: machine.host,
    port: 22,
    user: "deploy",
    dockerSocket: null,
  };
  const check = (target: ServerTarget) =>
    resultOf({ kind: "check-server", target, proxy: "none", expected: [], certificates: [] });
  expect(await check({ ...at, hostKey: wrongKey })).toMatchObject({
    reachable: false,
    cause: { class: "host-key-changed" },
    seen: { hostKey: machine.hostKey },
  });
  expect(await check({ ...at, user: "sudoer", hostKey: machine.hostKey })).toMatchObject({
    reachable: false,
    cause: { class: "server-auth-refused" },
  });
  expect(await check({ ...at, port: 23, hostKey: machine.hostKey })).toMatchObject({
    reachable: false,
    cause: { class: "server-unreachable" },
  });
});

test("the head of a branch is read, and a branch that is not there has none", async () => {
  const { source } = deployed.spec;
  if (source.kind !== "git") throw new Error("the fixture has a repository");
  const head = await world.lab.forge.headOf(application.repository);
  expect(await resultOf({ kind: "read-head", git: source, ref: "main", inside: null })).toEqual({
    kind: "read-head",
    commit: head,
  });
  expect(await resultOf({ kind: "read-head", git: source, ref: "nothing", inside: null })).toEqual({
    kind: "read-head",
    commit: null,
  });
});

test("a deploy key is made once and given again", async () => {
  const source = anId("src");
  const first = await resultOf({ kind: "make-deploy-key", source });
  expect(first).toMatchObject({ publicKey: expect.stringMatching(/^ssh-ed25519 /) });
  expect(await resultOf({ kind: "make-deploy-key", source })).toEqual(first);
});
