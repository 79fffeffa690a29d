import { expect, test } from "vitest";
import type { ServerFacts } from "../../contract/index.ts";
import { checkServer, type PortHolder } from "./server-checks.ts";

const gibibyte = 1_073_741_824;
const goodFacts: ServerFacts = {
  os: "Debian GNU/Linux 12",
  architecture: "x86_64",
  cpus: 2,
  memoryBytes: 4 * gibibyte,
  diskFreeBytes: 40 * gibibyte,
  dockerVersion: "28.1.1",
  clockSkewMs: 120,
  address: null,
};
const free: PortHolder[] = [80, 443].map((port) => ({ port, holder: "free", name: undefined }));
const lineOf = (change: Partial<ServerFacts>, name: string, ports: PortHolder[] | undefined = free) =>
  checkServer(
    { facts: { ...goodFacts, ...change }, hasLiveRestore: true, lacksInit: false, isRootless: false },
    ports,
  ).find((line) => line.name === name);

test("a healthy server has nothing to mend", () => {
  const lines = checkServer({ facts: goodFacts, hasLiveRestore: true, lacksInit: false, isRootless: false }, free);
  expect(lines.map(({ name, status }) => `${name} ${status}`)).toEqual([
    "os ok",
    "cpu ok",
    "memory ok",
    "disk ok",
    "docker ok",
    "ports ok",
    "clock ok",
  ]);
  expect(lines.every(({ fix }) => fix === null)).toBe(true);
});

test.each([
  ["Docker 24 is enough", "docker", { dockerVersion: "24.0.0" }, "ok"],
  ["Docker 20.10 works with a warning", "docker", { dockerVersion: "20.10.24+dfsg1" }, "warning"],
  ["Docker 19 is too old", "docker", { dockerVersion: "19.03.1" }, "failed"],
  ["no Docker fails", "docker", { dockerVersion: null }, "failed"],
  ["half a gibibyte of memory is little", "memory", { memoryBytes: gibibyte / 2 }, "warning"],
  ["a full disk fails", "disk", { diskFreeBytes: 100 }, "failed"],
  ["a nearly full disk warns", "disk", { diskFreeBytes: 3 * gibibyte }, "warning"],
  ["an unreadable disk is skipped", "disk", { diskFreeBytes: null }, "skipped"],
  ["a clock a minute behind warns", "clock", { clockSkewMs: -60_000 }, "warning"],
  ["a clock an hour ahead fails", "clock", { clockSkewMs: 3_600_000 }, "failed"],
  ["a rare architecture warns", "os", { architecture: "riscv64" }, "warning"],
])("%s", (_rule, name, change, status) => {
  const line = lineOf(change, name);
  expect(line?.status).toBe(status);
  expect(line?.fix === null).toBe(status === "ok" || status === "skipped");
});

test("a foreign container on port 80 is named together with the way to find it", () => {
  const ports: PortHolder[] = [{ port: 80, holder: "container", name: "traefik" }, ...free.slice(1)];
  expect(lineOf({}, "ports", ports)).toMatchObject({
    status: "failed",
    sentence: expect.stringContaining("traefik"),
    fix: expect.stringContaining("docker ps"),
  });
});

test("our own proxy may hold the ports, and without a proxy nobody needs them", () => {
  expect(lineOf({}, "ports", [{ port: 80, holder: "ours", name: undefined }])?.status).toBe("ok");
  expect(
    checkServer({ facts: goodFacts, hasLiveRestore: true, lacksInit: false, isRootless: false }, undefined).find(
      ({ name }) => name === "ports",
    )?.status,
  ).toBe("skipped");
});

test("containers that stop with Docker are a recommendation and no warning; a member of a swarm is not bothered", () => {
  const docker = (hasLiveRestore: boolean | undefined, dockerVersion = "28.1.1") =>
    checkServer(
      { facts: { ...goodFacts, dockerVersion }, hasLiveRestore, lacksInit: false, isRootless: false },
      free,
    ).find(({ name }) => name === "docker");
  expect(docker(false)).toMatchObject({
    status: "ok",
    sentence: expect.stringContaining("live-restore"),
    fix: expect.stringContaining("systemctl reload docker"),
  });
  expect(docker(undefined)?.fix).toBeNull();
  expect(docker(false, "20.10.24")).toMatchObject({
    status: "warning",
    sentence: expect.not.stringContaining("live-"),
  });
});

test("a Docker without an init is told how to get one, and what is worse is mended first", () => {
  const docker = (dockerVersion: string) =>
    checkServer(
      { facts: { ...goodFacts, dockerVersion }, hasLiveRestore: true, lacksInit: true, isRootless: false },
      free,
    ).find(({ name }) => name === "docker");
  expect(docker("28.1.1")).toMatchObject({
    status: "ok",
    sentence: expect.stringContaining("no docker-init"),
    fix: "sudo apt-get install -y tini",
  });
  expect(docker("20.10.24")).toMatchObject({ status: "warning", fix: expect.stringContaining("get.docker.com") });
  expect(docker("19.3.1")?.sentence).not.toContain("docker-init");
});

test("a rootless Docker is told with what it cannot do", () => {
  const seen = { facts: goodFacts, hasLiveRestore: true, lacksInit: false, isRootless: true };
  expect(checkServer(seen, free).find(({ name }) => name === "docker")).toMatchObject({
    status: "failed",
    sentence: expect.stringMatching(/It is rootless/),
  });
});
