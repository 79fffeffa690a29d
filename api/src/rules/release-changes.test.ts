import { usualContainer, usualHealth } from "@fairlead/runner/contract";
import { expect, test } from "vitest";
import { releaseChanges, type Side } from "./release-changes.ts";

const container = {
  ...usualContainer,
  port: 3000,
  stopGraceSeconds: 10,
  memoryBytes: 268_435_456,
  pidsLimit: 512,
};
const git = {
  kind: "git" as const,
  source: null,
  url: "https://github.com/acme/shop.git",
  ref: "main",
  commit: "a".repeat(40),
  auth: "none" as const,
  knownHost: null,
  submodules: false,
  lfs: false,
};
const build = { kind: "dockerfile" as const, context: ".", dockerfile: "Dockerfile", target: null, noCache: true };
const route = { host: "shop.example.com", path: "/", scheme: "https" as const, redirectTo: null, port: null };
const variable = (key: string, change = {}) => ({
  key,
  scope: "runtime" as const,
  argument: "plain" as const,
  value: "x",
  isSecret: true,
  ...change,
});
const side = (spec: Partial<Side["spec"]> = {}, variables: Side["variables"] = []): Side => ({
  spec: { source: git, build, push: null, container, health: null, outboundProxy: null, routes: [route], ...spec },
  variables,
});
const told = (serving: Side, next: Side) =>
  releaseChanges({ serving, next }).map(
    ({ kind, path, before, after, isHidden }) => `${kind} ${path}${isHidden ? "" : `: ${before} -> ${after}`}`,
  );

test("a commit, and a cache that was left out once, are no settings", () => {
  const next = side({ source: { ...git, commit: null }, build: { ...build, noCache: false } });
  expect(told(side(), next)).toEqual([]);
});

test("a setting is told by its path with both values", () => {
  const next = side({ source: { ...git, ref: "next" }, container: { ...container, port: 8080, memoryBytes: null } });
  expect(told(side(), next)).toEqual([
    "changed source.ref: main -> next",
    "changed container.port: 3000 -> 8080",
    "removed container.memoryBytes: 268435456 -> null",
  ]);
});

test("a readiness check that is switched on is one change", () => {
  const health = {
    ...usualHealth,
    path: "/up",
    intervalMs: 500,
    timeoutMs: 500,
    successes: 1,
    deadlineMs: 9_000,
    acceptFrom: 200,
    acceptTo: 399,
  };
  expect(told(side(), side({ health }))).toEqual([`added health: null -> ${JSON.stringify(health)}`]);
});

test("variables are added, changed and removed; of a secret no value is told, whichever side it is on", () => {
  const serving = side({}, [
    variable("GONE"),
    variable("MODE", { isSecret: false }),
    variable("TOKEN"),
    variable("WAS", { isSecret: true }),
  ]);
  const next = side({}, [
    variable("MODE", { isSecret: false, value: "test" }),
    variable("NEW", { value: "secret" }),
    variable("TOKEN", { value: "other" }),
    variable("WAS", { isSecret: false, value: "shown now" }),
  ]);
  expect(told(serving, next)).toEqual([
    "removed variables.GONE",
    "changed variables.MODE: x -> test",
    "added variables.NEW",
    "changed variables.TOKEN",
    "changed variables.WAS",
  ]);
  expect(JSON.stringify(releaseChanges({ serving, next }))).not.toMatch(/other|"secret"/);
});

test("a value that was not looked at is the same, unless it is given elsewhere", () => {
  const serving = side({}, [variable("A"), variable("B")]);
  const next = side({}, [variable("A", { value: null }), variable("B", { value: null, scope: "both" })]);
  expect(told(serving, next)).toEqual(["changed variables.B"]);
});

test("a domain is told, and waits for no deployment", () => {
  const next = side({ routes: [{ ...route, path: "/api" }] });
  const changes = releaseChanges({ serving: side(), next });
  expect(changes.map(({ path, kind, waits }) => [path, kind, waits])).toEqual([
    ["domains.shop.example.com", "removed", false],
    ["domains.shop.example.com/api", "added", false],
  ]);
});

test("what the server or another kind of origin brings along cannot be undone here", () => {
  const image = { kind: "image" as const, image: "shop:1", auth: "none" as const };
  const outboundProxy = { http: "http://proxy:3128", https: null, noProxy: "" };
  const next = side({ source: image, build: { kind: "image" }, outboundProxy });
  expect(releaseChanges({ serving: side(), next }).some(({ canUndo }) => canUndo)).toBe(false);
});
