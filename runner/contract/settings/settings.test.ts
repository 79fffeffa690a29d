import { readFileSync } from "node:fs";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import {
  type ContainerSetting,
  containerWords,
  type HealthSetting,
  type HealthWords,
  healthWords,
  type SettingWords,
  settingGroups,
} from "../words/settings/index.ts";
import { ContainerSettings, usualContainer } from "../workload.ts";
import { HealthCheck, usualHealth } from "./health.ts";

const all: [name: string, words: SettingWords][] = Object.entries(containerWords);
const taken = (settings: object) => v.is(ContainerSettings, { ...usualContainer, ...settings });

describe.each(all)("the words of %s", (name, words) => {
  test("give an example and a usual value that its schema takes", () => {
    const own = name === "command" || name === "arguments" ? { command: null, arguments: null } : {};
    expect(taken({ ...own, [name]: words.example })).toBe(true);
    expect(taken({ [name]: words.usual })).toBe(true);
  });

  test("say what it is for in a title and whole sentences", () => {
    expect(words.title.length).toBeGreaterThan(2);
    expect(words.help).toMatch(/^[A-Z0-9].*\.$/s);
    expect(settingGroups[words.group]).toBeDefined();
  });
});

const refused: [setting: ContainerSetting, values: unknown[]][] = [
  ["user", ["", "a b", "a:b:c", "-x", "$(id)", "a;b", ":1000", "x".repeat(65)]],
  ["workingDirectory", ["app", "/a/../b", "/a/./b", "//a", "/a/", "/a\nb", `/${"x".repeat(300)}`]],
  ["stopSignal", ["TERM", "SIGSTOP", "9", "SIGRTMIN+31", "SIGTERM; reboot", "sigterm"]],
  ["memoryReservationBytes", [0, -1, 1.5, "512m"]],
  ["swapBytes", [-1, 0.5, null]],
  ["cpuShares", [0, 1, 262_145]],
  ["cpuSet", ["", "2-1", "0-", "a", "0,,1", "0-1-2", "00001"]],
  [
    "ulimits",
    [
      [{ name: "rtprio", soft: 1, hard: 1 }],
      [{ name: "nofile", soft: 2, hard: 1 }],
      [{ name: "nofile", soft: -1, hard: 1 }],
      [
        { name: "nofile", soft: 1, hard: 1 },
        { name: "nofile", soft: 2, hard: 2 },
      ],
    ],
  ],
  [
    "hostMounts",
    [
      [{ source: "srv", path: "/a" }],
      [{ source: "/proc/1/root", path: "/a" }],
      [{ source: "/srv/../etc", path: "/a" }],
      [{ source: "/srv", path: "/" }],
      [
        { source: "/srv/a", path: "/a" },
        { source: "/srv/b", path: "/a" },
      ],
    ],
  ],
  [
    "devices",
    [
      [{ path: "/etc/shadow", target: "/dev/a" }],
      [{ path: "/dev/../etc/shadow", target: "/dev/a" }],
      [{ path: "/dev/a", target: "/dev/a", access: "x" }],
    ],
  ],
  [
    "publishedPorts",
    [
      [{ port: 0, target: 80 }],
      [{ port: 80 }],
      [{ port: 80, target: 80, protocol: "sctp" }],
      [{ port: 80, target: 80, address: "::" }],
      [
        { port: 80, target: 80 },
        { port: 80, target: 81, address: "0.0.0.0" },
      ],
    ],
  ],
  ["gpus", ["", "0", "none", "device=", "1,2", "all "]],
  ["isPrivileged", ["true", null]],
  ["hostname", ["", "-a", "a..b", "a b", "x".repeat(64)]],
  [
    "extraHosts",
    [
      [{ name: "db", address: "not-an-address" }],
      [{ name: "db:evil", address: "10.0.0.1" }],
      [{ name: "db", address: "10.0.0.1\n" }],
    ],
  ],
  ["dnsServers", [["dns.example.com"], ["9.9.9.9", "9.9.9.9"], Array.from({ length: 9 }, (_, n) => `10.0.0.${n}`)]],
  ["dnsSearch", [["a b"], [""]]],
  [
    "sysctls",
    [
      [{ name: "kernel.panic", value: "1" }],
      [{ name: "vm.overcommit_memory", value: "1" }],
      [{ name: "net", value: "1" }],
      [{ name: "net.core.somaxconn", value: "1\n2" }],
    ],
  ],
  [
    "temporaryFolders",
    [[{ path: "/", sizeBytes: null }], [{ path: "/proc/x", sizeBytes: null }], [{ path: "tmp", sizeBytes: null }]],
  ],
  ["sharedMemoryBytes", [0, -1]],
  [
    "labels",
    [
      [{ name: "fairlead.team", value: "x" }],
      [{ name: "com.docker.compose.project", value: "x" }],
      [{ name: "a b", value: "x" }],
      [{ name: "a", value: "x\0" }],
    ],
  ],
];

describe.each(refused)("%s", (setting, values) => {
  test.each(values.map((value) => [JSON.stringify(value)?.slice(0, 60), value]))("is never %s", (_, value) => {
    expect(taken({ [setting]: value })).toBe(false);
  });
});

test.each<[ContainerSetting, unknown]>([
  ["user", "www-data"],
  ["user", "0"],
  ["workingDirectory", "/"],
  ["workingDirectory", "/srv/my app/ü"],
  ["stopSignal", "SIGRTMIN+3"],
  ["cpuSet", "0-2,5"],
  ["ulimits", [{ name: "memlock", soft: -1, hard: -1 }]],
  ["extraHosts", [{ name: "gate", address: "fd00::5" }]],
  ["hostMounts", [{ source: "/var/run/docker.sock", path: "/var/run/docker.sock", isReadOnly: true }]],
  ["devices", [{ path: "/dev/dri/renderD128", target: "/dev/dri/renderD128" }]],
  [
    "publishedPorts",
    [
      { port: 53, target: 53, protocol: "udp" },
      { port: 53, target: 53 },
      { port: 53, target: 5_353, address: "10.0.0.1" },
    ],
  ],
  ["gpus", "device=GPU-3faa8f5c-0d2a,1"],
  ["dnsSearch", ["."]],
  ["sysctls", [{ name: "net.ipv4.ip_local_port_range", value: "1024 65000" }]],
  ["labels", [{ name: "traefik.http.routers.a.rule", value: "Host(`a.example.com`) && PathPrefix(`/`)" }]],
])("%s may be unusual: %j", (setting, value) => {
  expect(taken({ [setting]: value })).toBe(true);
});

const ofHealth: [name: string, words: HealthWords][] = Object.entries(healthWords);
const isHealth = (fields: object) => v.is(HealthCheck, { ...usualHealth, ...fields });

test.each(ofHealth)(
  "the words of a check's %s give values that its schema takes, and whole sentences",
  (name, words) => {
    expect([isHealth({ [name]: words.example }), isHealth({ [name]: words.usual })]).toEqual([true, true]);
    expect(words.title.length).toBeGreaterThan(2);
    expect(words.help).toMatch(/^[A-Z0-9].*\.$/s);
  },
);

test.each<[HealthSetting, unknown]>([
  ["kind", "grpc"],
  ["path", "healthz"],
  ["path", "/\r\nHost: other"],
  ["method", "get"],
  ["method", "DELETE"],
  ["port", 0],
  ["port", 65_536],
  ["headers", [{ name: "Content-Length", value: "1" }]],
  ["headers", [{ name: "X Probe", value: "1" }]],
  ["headers", [{ name: "X-Probe", value: "1\r\nHost: other" }]],
  ["headers", [{ name: "X-Probe", value: "ü" }]],
  ["bodyContains", ""],
  ["bodyContains", "a\nb"],
  ["command", ""],
  ["command", "a\0b"],
  ["acceptFrom", 99],
  ["acceptTo", 600],
  ["intervalMs", 10],
  ["timeoutMs", 60_001],
  ["successes", 0],
  ["deadlineMs", 999],
])("a check's %s is never %j", (name, value) => {
  expect(isHealth({ [name]: value })).toBe(false);
});

const shown = (value: unknown) => (value === null ? "none" : `\`${JSON.stringify(value)}\``);
const guide = readFileSync(new URL("../../../docs/applications.md", import.meta.url), "utf8");

test("the guide lists every part of a health check as the program has it", () => {
  const lines = ofHealth.map(([name, { title, help, usual, example, of }]) => {
    const when = of === undefined ? "" : ` (${of.join(", ")})`;
    return `| \`${name}\` | ${title}${when} | ${help} | ${shown(usual)} | ${shown(example)} |`;
  });
  expect(guide).toContain(lines.join("\n"));
});

test("the guide lists every setting as the program has it", () => {
  const lines = all.map(([name, { title, help, usual, example, isGranted }]) => {
    const whose = isGranted ? " (an admin's to give)" : "";
    return `| \`${name}\` | ${title}${whose} | ${help} | ${shown(usual)} | ${shown(example)} |`;
  });
  expect(guide).toContain(lines.join("\n"));
});
