import { describe, expect, test } from "vitest";
import { explainBuildFailure } from "./build-failure.ts";

// The words of Docker 20.10 and of newer ones, as they come.
const cases: [string, Parameters<typeof explainBuildFailure>[0], object][] = [
  [
    "a stage in capital letters",
    {
      message:
        'failed to solve with frontend dockerfile.v0: failed to create LLB definition: failed to parse stage name "Builder": invalid reference format: repository name must be lowercase',
    },
    { reason: "dockerfile-invalid", nextAction: expect.stringContaining("small letters") },
  ],
  [
    "a FROM of what is no name",
    { message: 'failed to solve: failed to parse stage name "my image": invalid reference format' },
    { reason: "dockerfile-invalid", nextAction: expect.stringContaining("FROM line") },
  ],
  [
    "a FROM of an argument without a value",
    { message: "failed to solve with frontend dockerfile.v0: base name ($BASE) should not be blank" },
    { reason: "dockerfile-invalid", nextAction: expect.stringContaining("default") },
  ],
  [
    "a failing step of 20.10",
    {
      message: "executor failed running [/bin/sh -c npm ci]: exit code: 1",
      step: "[2/3] RUN npm ci",
      lastLines: ["npm error missing lockfile"],
    },
    {
      reason: "build-failed",
      exitCode: 1,
      instruction: "RUN npm ci",
      evidence: expect.arrayContaining(["npm error missing lockfile"]),
    },
  ],
  [
    "a failing step of newer ones",
    {
      message: 'process "/bin/sh -c false" did not complete successfully: exit code: 1',
      step: "[build 4/9] RUN false",
    },
    { reason: "build-failed", exitCode: 1, instruction: "RUN false" },
  ],
  [
    "a killed step",
    { message: "process did not complete successfully: exit code: 137", step: "[2/2] RUN big" },
    { reason: "out-of-memory", causeClass: "out-of-memory" },
  ],
  [
    "a disk that ran full inside a step",
    {
      message: "executor failed running [x]: exit code: 1",
      step: "[2/2] RUN x",
      lastLines: ["tar: write error: No space left on device"],
    },
    { reason: "disk-full", causeClass: "disk-full" },
  ],
  [
    "a disk that ran full outside one",
    { message: "write /var/lib/docker/x: no space left on device" },
    { reason: "disk-full" },
  ],
  [
    "a step whose program says unauthorized",
    {
      message: "executor failed running [x]: exit code: 22",
      step: "[2/2] RUN curl x",
      lastLines: ["curl: 401 Unauthorized"],
    },
    { reason: "build-failed", exitCode: 22 },
  ],
  [
    "a private base image",
    { message: "pull access denied, repository does not exist or may require authorization" },
    { reason: "image-denied", causeClass: "image-unavailable" },
  ],
  [
    "a private base image, whose registry asked who pulls and was told nobody",
    {
      message:
        "registry.example.com:5000/acme/secret-base:v1: failed to resolve source metadata: pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials",
      login: { registry: "registry.example.com:5000", username: null },
    },
    {
      reason: "image-denied",
      message: expect.stringContaining("registry.example.com:5000 does not give the image without a login"),
      nextAction: expect.stringContaining("Settings, Registries"),
    },
  ],
  [
    "a token that the registry says has ended",
    {
      message: "denied: Your authorization token has expired. Reauthenticate and try again.",
      login: { registry: "1.dkr.ecr.eu-central-1.amazonaws.com", username: "AWS" },
    },
    {
      reason: "image-denied",
      message: expect.stringContaining("says that the token of its user AWS has ended"),
      nextAction: expect.stringContaining("enters a new one"),
    },
  ],
  [
    "a login that the registry does not take",
    {
      message:
        "failed to solve: ghcr.io/acme/base:v1: unexpected status from HEAD request to https://ghcr.io/v2/acme/base/manifests/v1: 401 Unauthorized",
      login: { registry: "ghcr.io", username: "robot" },
    },
    {
      reason: "image-denied",
      message: expect.stringContaining("ghcr.io refuses the login of its user robot"),
      nextAction: expect.stringContaining("wrong or has ended"),
    },
  ],
  [
    "a login without the right to this image",
    {
      message:
        "pull access denied for acme/base, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
      login: { registry: "docker.io", username: "robot" },
    },
    {
      reason: "image-denied",
      message: expect.stringContaining("does not give the image to its user robot"),
      nextAction: expect.stringContaining("give robot the right"),
    },
  ],
  [
    "a registry that speaks plain http",
    {
      message: 'Get "https://registry.example.com:5000/v2/": http: server gave HTTP response to HTTPS client',
    },
    { reason: "registry-unreachable", nextAction: expect.stringContaining("insecure-registries") },
  ],
  [
    "a registry with a certificate of its own authority",
    {
      message:
        'Get "https://registry.lan/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority',
    },
    { reason: "registry-unreachable", nextAction: expect.stringContaining("/etc/docker/certs.d") },
  ],
  [
    "a registry that nobody knows",
    {
      message:
        'Head "https://regsitry.example.com/v2/acme/base/manifests/v1": dial tcp: lookup regsitry.example.com: no such host',
    },
    { reason: "registry-unreachable", nextAction: expect.stringContaining("how the registry is written") },
  ],
  [
    "a missing tag",
    { message: "manifest for caddy:99 not found: manifest unknown: manifest unknown" },
    { reason: "image-not-found" },
  ],
  [
    "a missing tag of BuildKit",
    { message: "failed to solve: node:99: docker.io/library/node:99: not found" },
    { reason: "image-not-found" },
  ],
  [
    "a rate limit",
    { message: "toomanyrequests: You have reached your pull rate limit" },
    { reason: "registry-limited" },
  ],
  [
    "a registry without a way",
    { message: "dial tcp: lookup registry-1.docker.io: no such host" },
    { reason: "registry-unreachable" },
  ],
  ["a missing secret", { message: "secret NOPE not found: not found" }, { reason: "secret-missing" }],
  [
    "a file that is not there",
    { message: 'failed to compute cache key: "/nope" not found: not found' },
    { reason: "context-refused" },
  ],
  [
    "the same in newer words",
    { message: 'failed to calculate checksum of ref abc: "/nope": not found' },
    { reason: "context-refused" },
  ],
  [
    "a parse error",
    { message: "failed to create LLB definition: dockerfile parse error line 2: unknown instruction: RUNN" },
    { reason: "dockerfile-invalid" },
  ],
  ["a missing stage", { message: "target stage nope could not be found" }, { reason: "dockerfile-invalid" }],
];

describe("why a build failed", () => {
  test.each(cases)("%s", (_name, facts, expected) => {
    expect(explainBuildFailure(facts)).toMatchObject(expected);
  });
  test("always comes with a sentence and a next action", () => {
    for (const [, facts] of cases) {
      const { message, nextAction } = explainBuildFailure(facts);
      expect([message.length > 10, nextAction.length > 10]).toEqual([true, true]);
    }
  });
});
