import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { EnvBinding, WorkloadBuild } from "../../runner/contract/index.ts";
import { buildImage } from "../../runner/src/build/build-image.ts";
import { treeOf } from "../../runner/src/build/testing/tree-of.ts";
import type { DockerHost } from "../../runner/src/engine/docker-host.ts";
import { openSshDockerHost } from "../../runner/src/engine/ssh-docker-host.ts";
import { sshTimings } from "../../runner/src/hosts/ssh-open.ts";
import { imageTag } from "../../runner/src/plan/names.ts";
import { aSpec, ids } from "../../runner/src/testing/builders.ts";
import { quietLog } from "../../runner/src/testing/quiet-log.ts";
import { docker } from "../lab/docker.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { targetOf } from "./lab-target.ts";

const commit = { sha: "c".repeat(40), author: "Ada", subject: "Release", committedAt: 1 };
const { signal } = new AbortController();
const secret = "hush-hush-secret-1";

describe("a secret variable of a build", () => {
  let lab: Lab;
  let host: DockerHost;
  beforeAll(async () => {
    lab = await startLab({ servers: [{}] });
    host = await openSshDockerHost(await targetOf(lab.server(0), "deploy"), { timings: sshTimings });
  });
  afterAll(async () => {
    await host?.close();
    await lab?.stop();
  });

  let number = 0;
  type Given = {
    files: Record<string, string>;
    value?: string;
    argument?: EnvBinding["argument"];
    build?: WorkloadBuild;
    resource?: string;
  };
  /** The image of a new deployment, by its tag. */
  async function built({ files, value = secret, argument = "refused", ...change }: Given) {
    number += 1;
    const { resource = ids.resource, build = aSpec().build } = change;
    const release = { team: ids.team, resource, deployment: ids.deployment(number), number, attempt: 1 };
    const spec = aSpec({ application: resource, build, env: [{ key: "NPM_TOKEN", scope: "build", argument }] });
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
    const source = { commit, openTree: async () => treeOf(files) };
    const told = { log: quietLog([]), warn: () => undefined };
    await buildImage(host, { spec, release, secrets, source, ...told, signal, key: "the runner's key" });
    return imageTag(release);
  }
  const onServer = (...args: string[]) => docker(lab.server(0), args);
  const historyOf = (tag: string) => onServer("history", "--no-trunc", tag);
  /** How many lines of all layers and of the configuration hold it, looked through on the server. */
  const countIn = async (tag: string, text: string) => {
    const look =
      'at=$(mktemp -d); docker save "$1" | tar -xC "$at"; find "$at" -type f -exec zcat -f {} + | grep -ac "$2"; rm -r "$at"';
    const { stdout } = await lab.server(0).exec(["sh", "-c", look, "sh", tag, text]);
    return Number(stdout.trim());
  };

  const asArgument = { Dockerfile: `FROM alpine:3\nARG NPM_TOKEN\nRUN printf %s "$NPM_TOKEN" | wc -c\n` };

  test("that the Dockerfile takes by ARG is in no image, because none is made, unless its owner allows it", async () => {
    await expect(built({ files: asArgument })).rejects.toMatchObject({ reason: "secret-argument" });
    expect(await historyOf(await built({ files: asArgument, argument: "warned" }))).toContain(secret);
  });

  test("that is mounted is in no layer and no history, of no stage", async () => {
    const mount = "--mount=type=secret,id=NPM_TOKEN";
    const stage = `RUN ${mount} sh -c 'wc -c < /run/secrets/NPM_TOKEN > /size'\n`;
    const files = { Dockerfile: `FROM alpine:3 AS one\n${stage}FROM alpine:3\nCOPY --from=one /size /one\n${stage}` };
    const tag = await built({ files });
    expect(await onServer("run", "--rm", tag, "cat", "/size", "/one")).toBe(`${secret.length}\n${secret.length}`);
    expect([await historyOf(tag), await onServer("inspect", tag)].join()).not.toContain(secret);
    expect(await countIn(tag, secret)).toBe(0);
    expect(await countIn(tag, "FAIRLEAD_BUILD_ENV")).toBeGreaterThan(0);
  });

  const showing = {
    Dockerfile:
      "FROM alpine:3\nRUN --mount=type=secret,id=NPM_TOKEN sh -c 'cut -c1-3 /run/secrets/NPM_TOKEN > /shown; cat /proc/sys/kernel/random/uuid > /made'\n",
  };
  const shown = async (given: Omit<Given, "files">) =>
    onServer("run", "--rm", await built({ files: showing, ...given }), "cat", "/shown");
  const madeIn = (tag: string) => onServer("run", "--rm", tag, "cat", "/made");

  test("that changed is never served from a layer of its old value, and one that did not is", async () => {
    expect(await shown({ value: "one-secret" })).toBe("one");
    expect(await shown({ value: "two-secret" })).toBe("two");
    expect(await shown({ value: "one-secret" })).toBe("one");
    const again = await built({ files: showing, value: "one-secret" });
    expect(await madeIn(again)).toBe(await madeIn(await built({ files: showing, value: "one-secret" })));
  });

  test("of one application never comes with a layer to another one", async () => {
    const mine = await built({ files: showing, value: "same-secret" });
    const theirs = await built({ files: showing, value: "same-secret", resource: ids.otherResource });
    expect(await madeIn(theirs)).not.toBe(await madeIn(mine));
  });

  test("that changed makes a static site anew", async () => {
    const command = `mkdir out && printf %s "$NPM_TOKEN" | cut -c1-3 > out/index.html`;
    const site = { kind: "static", context: ".", directory: "out", spaFallback: false, noCache: false } as const;
    const build = { ...site, command, builderImage: "alpine:3" };
    const page = async (value: string) => {
      const tag = await built({ files: { "a.txt": "x" }, value, build });
      expect(await historyOf(tag)).not.toContain("FAIRLEAD_BUILD_ENV");
      return onServer("run", "--rm", "--entrypoint", "cat", tag, "/srv/index.html");
    };
    expect([await page("one-secret"), await page("two-secret"), await page("one-secret")]).toEqual([
      "one",
      "two",
      "one",
    ]);
  });
});
