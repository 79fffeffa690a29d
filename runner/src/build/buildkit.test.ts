import { PassThrough } from "node:stream";
import { describe, expect, test } from "vitest";
import { outcomeOf } from "../outcome.ts";
import { createFakeDocker, type FakeDocker } from "../testing/fake-docker/fake-docker.ts";
import type { BuildRun } from "./build-run.ts";
import { buildDockerfile, sharedRequest } from "./dockerfile.ts";
import { treeOf } from "./testing/tree-of.ts";

const hurried = {
  shortMs: 200,
  answerMs: (_method: string, path: string) => (path.includes("/build") ? undefined : 200),
};
const aRun = (change: Partial<BuildRun> = {}): BuildRun => ({
  tag: "fairlead/app-1:dep-1",
  labels: { "fairlead.managed": "true" },
  buildArgs: {},
  secrets: {},
  digest: "d".repeat(32),
  registries: [],
  proxy: null,
  onEvent: () => undefined,
  signal: new AbortController().signal,
  ...change,
});
const settings = { dockerfile: "Dockerfile", target: null, noCache: false };
const dockerfile = "FROM alpine:3\nCOPY . /x\n";

async function build(docker: FakeDocker, files: Record<string, string>, change: Partial<BuildRun> = {}) {
  const host = await docker.connect({ deadlines: hurried });
  return buildDockerfile(host, { tree: treeOf({ Dockerfile: dockerfile, ...files }), settings, run: aRun(change) });
}
const outcomeAfter = (work: Promise<unknown>) =>
  work.then(
    () => "succeeded",
    (error) => outcomeOf(error, { step: "build", signal: new AbortController().signal }),
  );

describe("a build", () => {
  test("ends with its image", async () => {
    const docker = createFakeDocker();
    expect(await build(docker, { "a.txt": "1" })).toEqual({ imageId: docker.state.images[0]?.id });
  });

  test.each(["[", "a\n[z-a]\n", "docs/[", "[]a]["])(
    "with the ignore file %j is refused in its words at once",
    async (text) => {
      const outcome = await outcomeAfter(build(createFakeDocker(), { ".dockerignore": text }));
      expect(outcome).toMatchObject({
        kind: "failed",
        cause: {
          class: "build-failed",
          sentence: expect.stringMatching(/^Line \d of \.dockerignore is not a valid pattern: /),
        },
      });
    },
  );

  test("is refused in the name of the ignore file that holds, which may be the Dockerfile's own", async () => {
    const files = { "Dockerfile.dockerignore": "[", ".dockerignore": "fine" };
    expect(await outcomeAfter(build(createFakeDocker(), files))).toMatchObject({
      cause: { sentence: expect.stringContaining("Dockerfile.dockerignore") },
    });
  });

  test("is told credentials of its own registry only", () => {
    const login = (registry: string) => ({ registry, username: "robot", password: `of ${registry}` });
    const registries = ["ghcr.io", "docker.io", "registry.example.com:5000"].map(login);
    const { credentialsFor } = sharedRequest(aRun({ registries }));
    const asked = ["ghcr.io", "GHCR.io", "registry-1.docker.io", "registry.example.com:5000", "registry.example.com"];
    expect([...asked, "evil.example", "evilghcr.io"].map((host) => credentialsFor(host)?.password)).toEqual([
      "of ghcr.io",
      "of ghcr.io",
      "of docker.io",
      "of registry.example.com:5000",
      undefined,
      undefined,
      undefined,
    ]);
  });

  test("whose ignore file holds signs of regular expressions goes on", async () => {
    const docker = createFakeDocker();
    await build(docker, { ".dockerignore": "vendor/c++\n(old)\na|b\n{x}\nc\\+\\+\n" });
    expect(docker.state.images).toHaveLength(1);
  });

  test.each([
    ["with an error", (tree: PassThrough) => tree.destroy(new Error("it broke"))],
    ["without a word", (tree: PassThrough) => tree.destroy()],
    ["by being no tree", (tree: PassThrough) => tree.end(Buffer.alloc(700, 7))],
  ])("whose source breaks %s before the request is sent ends at once", async (_how, breakIt) => {
    const docker = createFakeDocker();
    const host = await docker.connect({ deadlines: hurried });
    const tree = new PassThrough();
    docker.onSession = () => {
      breakIt(tree);
      return "answer";
    };
    const broken = { ...treeOf({ Dockerfile: dockerfile }), openTar: () => tree };
    await expect(buildDockerfile(host, { tree: broken, settings, run: aRun() })).rejects.toThrow(
      /it broke|before it was whole|Invalid tar header/,
    );
    expect(docker.state.images).toEqual([]);
  });

  test.each([
    ["before anything was read", (tree: PassThrough) => tree.destroy(new Error("git ended early"))],
    [
      "after the first bytes",
      (tree: PassThrough) => tree.write(Buffer.alloc(10_240), () => tree.destroy(new Error("git ended early"))),
    ],
  ])("whose source breaks %s ends with that, and the daemon is free again", async (_when, breakIt) => {
    const docker = createFakeDocker();
    const host = await docker.connect({ deadlines: hurried });
    const tree = new PassThrough();
    const broken = { ...treeOf({ Dockerfile: dockerfile }), openTar: () => tree };
    const building = buildDockerfile(host, { tree: broken, settings, run: aRun() });
    breakIt(tree);
    await expect(building).rejects.toThrow("git ended early");
    expect(docker.state.images).toEqual([]);
  });

  test("ends when its session is never opened", async () => {
    const docker = createFakeDocker();
    docker.onSession = () => "silence";
    expect(await outcomeAfter(build(docker, {}))).toMatchObject({
      kind: "fault",
      cause: { sentence: expect.stringContaining("did not answer in time") },
    });
  });

  test("is no fault of the user when the daemon goes away under it", async () => {
    const docker = createFakeDocker();
    docker.faultOf = ({ path }) => (path === "/build" ? "unheard" : undefined);
    expect(await outcomeAfter(build(docker, {}))).toMatchObject({
      kind: "fault",
      cause: { class: "docker-unavailable" },
    });
  });
});
