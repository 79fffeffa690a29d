import { describe, expect, test } from "vitest";
import type { EnvBinding } from "../../contract/index.ts";
import { outcomeOf } from "../outcome.ts";
import { aSpec, ids } from "../testing/builders.ts";
import { createFakeDocker } from "../testing/fake-docker/fake-docker.ts";
import { quietLog } from "../testing/quiet-log.ts";
import { buildImage } from "./build-image.ts";
import { treeOf } from "./testing/tree-of.ts";

const release = { team: ids.team, resource: ids.resource, deployment: ids.deployment(1), number: 1, attempt: 1 };
const commit = { sha: "c".repeat(40), author: "Ada", subject: "Release", committedAt: 1 };
const { signal } = new AbortController();

type Given = { dockerfile: string; argument: EnvBinding["argument"]; value?: string };

/** Builds it with one variable of the build. */
async function built({ dockerfile, argument, value = "hush-hush-1" }: Given) {
  const docker = createFakeDocker();
  const log: string[] = [];
  const spec = aSpec({ env: [{ key: "NPM_TOKEN", scope: "build", argument }] });
  const secrets = {
    env: { NPM_TOKEN: value },
    gitToken: null,
    gitUser: null,
    registry: null,
    push: null,
    files: [],
    sharePasswords: [],
    registries: [],
  };
  const source = { commit, openTree: async () => treeOf({ Dockerfile: dockerfile }) };
  const request = {
    spec,
    release,
    secrets,
    source,
    log: quietLog(log),
    warn: () => undefined,
    signal,
    key: "the runner's key",
  };
  const cause = await buildImage(await docker.connect(), request).then(
    () => undefined,
    (error) => {
      const outcome = outcomeOf(error, { step: "build", signal });
      return outcome?.kind === "failed" ? outcome.cause : outcome;
    },
  );
  return { cause, builds: docker.state.builds, log: log.join("\n") };
}

describe("a secret variable of a build", () => {
  test("that the Dockerfile takes by ARG ends the deployment before a build, with the line and the mend", async () => {
    const { cause, builds } = await built({
      dockerfile: "FROM alpine:3\narg OTHER NPM_TOKEN=none\nRUN true\n",
      argument: "refused",
    });
    expect(cause).toEqual({
      class: "build-failed",
      step: "build",
      sentence:
        "Dockerfile takes the secret variable NPM_TOKEN by ARG, and an image's history shows the values of its arguments.",
      evidence: ["Dockerfile:2: ARG NPM_TOKEN"],
      nextAction: expect.stringMatching(
        /^Remove the ARG and mount .+ --mount=type=secret,id=NPM_TOKEN .+ Or allow it /,
      ),
    });
    expect(builds).toEqual([]);
  });

  test("is not sent as an argument where no line of the Dockerfile is read as asking for it", async () => {
    const { builds } = await built({ dockerfile: "FROM alpine:3\nARG NPM_${X}TOKEN\n", argument: "refused" });
    expect(builds).toEqual([{ buildArgs: {}, noCache: false }]);
  });

  test("that may be an argument is one, and the log warns", async () => {
    const { builds, log } = await built({ dockerfile: "FROM alpine:3\nARG NPM_TOKEN\n", argument: "warned" });
    expect(builds[0]?.buildArgs).toEqual({ NPM_TOKEN: "hush-hush-1" });
    expect(log).toContain("Warning: Dockerfile:2 takes the secret NPM_TOKEN by ARG");
  });

  test("that may be an argument is none unless the Dockerfile asks", async () => {
    const { builds, log } = await built({ dockerfile: "FROM alpine:3\n", argument: "warned" });
    expect([builds[0]?.buildArgs, log]).toEqual([{}, ""]);
  });
});

test("a plain variable is given to the Dockerfile that asks for it, without a word", async () => {
  const { builds, log } = await built({ dockerfile: "FROM alpine:3\nARG NPM_TOKEN\n", argument: "plain" });
  expect([builds[0]?.buildArgs, log]).toEqual([{ NPM_TOKEN: "hush-hush-1" }, ""]);
});

test("the commit is given to a Dockerfile that asks for it, and to no other", async () => {
  const asking = await built({ dockerfile: "FROM alpine:3\nARG FAIRLEAD_COMMIT=none\n", argument: "plain" });
  expect(asking.builds[0]?.buildArgs).toEqual({ FAIRLEAD_COMMIT: commit.sha });
  const other = await built({ dockerfile: "FROM alpine:3\n", argument: "plain" });
  expect(other.builds[0]?.buildArgs).toEqual({});
});

describe("a step that mounts a variable", () => {
  const dockerfile = "FROM alpine:3\nRUN --mount=type=secret,id=NPM_TOKEN true\n";
  const digestWith = async (value: string) =>
    (await built({ dockerfile, argument: "refused", value })).builds[0]?.buildArgs.FAIRLEAD_BUILD_ENV;

  test("depends on its value by a digest, the same for the same value", async () => {
    expect(await digestWith("one")).toMatch(/^[0-9a-f]{32}$/);
    expect(await digestWith("one")).toBe(await digestWith("one"));
    expect(await digestWith("one")).not.toBe(await digestWith("two"));
  });

  test("is never taken from the cache where another frontend reads the file", async () => {
    const foreign = await built({ dockerfile: `# syntax=acme/frontend:1\n${dockerfile}`, argument: "refused" });
    expect(foreign.builds).toEqual([{ buildArgs: {}, noCache: true }]);
    const ours = await built({ dockerfile: `# syntax=docker/dockerfile:1\n${dockerfile}`, argument: "refused" });
    expect(ours.builds[0]?.noCache).toBe(false);
  });
});
