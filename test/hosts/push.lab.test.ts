import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildDockerfile } from "../../runner/src/build/dockerfile.ts";
import { pullPushed } from "../../runner/src/build/pull-pushed.ts";
import { pushImage } from "../../runner/src/build/push-image.ts";
import { treeOf } from "../../runner/src/build/testing/tree-of.ts";
import type { DockerHost } from "../../runner/src/engine/docker-host.ts";
import { openSshDockerHost } from "../../runner/src/engine/ssh-docker-host.ts";
import { sshTimings } from "../../runner/src/hosts/ssh-open.ts";
import { StepFailed } from "../../runner/src/outcome.ts";
import { labelsOf, type Release } from "../../runner/src/plan/names.ts";
import { ids } from "../../runner/src/testing/builders.ts";
import { quietLog } from "../../runner/src/testing/quiet-log.ts";
import { docker } from "../lab/docker.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { aBuild } from "./a-build.ts";
import { targetOf } from "./lab-target.ts";

// What one real server builds is pushed to a real registry, and pulled by another real server.

describe("an image that is pushed", () => {
  let lab: Lab;
  let hosts: DockerHost[];
  let imageId: string;
  const release: Release = {
    team: ids.team,
    resource: ids.resource,
    deployment: ids.deployment(1),
    number: 1,
    attempt: 1,
  };
  const sha = "c".repeat(40);
  beforeAll(async () => {
    lab = await startLab({ servers: [{}, {}] });
    const open = async (index: number) =>
      openSshDockerHost(await targetOf(lab.server(index), "deploy"), { timings: sshTimings });
    hosts = [await open(0), await open(1)];
    ({ imageId } = await build("pushed"));
  });
  afterAll(async () => {
    for (const host of hosts ?? []) await host.close();
    await lab?.stop();
  });

  const hostOf = (index: number) => {
    const host = hosts[index];
    if (!host) throw new Error("the lab has two servers");
    return host;
  };
  const build = (text: string) =>
    buildDockerfile(hostOf(0), {
      tree: treeOf({ Dockerfile: `FROM alpine:3\nRUN echo ${text} > /what\n` }),
      settings: { dockerfile: "Dockerfile", target: null, noCache: true },
      run: { ...aBuild(), tag: "fairlead/app-one:dep-one", labels: labelsOf(release) },
    });
  const repository = (name: string) => `${lab.privateRegistry.address}/acme/${name}`;
  const loginOf = ({ password = lab.privateRegistry.password } = {}) => ({
    username: lab.privateRegistry.username,
    password,
  });
  const { signal } = new AbortController();
  const push = (change: Partial<Parameters<typeof pushImage>[1]> = {}) =>
    pushImage(hostOf(0), {
      imageId,
      repository: repository("shop"),
      tags: [sha, "latest"],
      login: loginOf(),
      onHeard: () => undefined,
      signal,
      ...change,
    });
  const refusal = async (work: Promise<unknown>) => {
    const error = await work.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    return error instanceof StepFailed ? error.failure : error;
  };
  const namesOn = async (index: number) =>
    docker(lab.server(index), ["image", "inspect", "--format", "{{.RepoTags}} {{.RepoDigests}}", imageId]);

  test("lies there under both tags, and its server keeps our own name of it alone", async () => {
    await push();
    const { url, username, password } = lab.privateRegistry;
    const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
    const listed = await fetch(`${url}/v2/acme/shop/tags/list`, { headers: { authorization } });
    expect(await listed.json()).toMatchObject({ tags: expect.arrayContaining([sha, "latest"]) });
    expect(await namesOn(0)).not.toContain("acme/shop");
  });

  test("runs on another server that did not build it, under the name of one that was built there", async () => {
    await push();
    const log: string[] = [];
    const image = `${repository("shop")}:${sha}`;
    const asked = { image, login: loginOf(), release, log: quietLog(log), signal };
    const pulled = await pullPushed(hostOf(1), asked);
    expect(pulled?.origin).toBe("built");
    expect(await docker(lab.server(1), ["run", "--rm", pulled?.imageId ?? "", "cat", "/what"])).toBe("pushed");
    const names = await docker(lab.server(1), ["image", "inspect", "--format", "{{.RepoTags}}", pulled?.imageId ?? ""]);
    expect(names).toContain("fairlead/");
    expect(names).not.toContain("acme/shop");
    expect(log.join("\n")).not.toContain(loginOf().password);
    // Of another deployment it is another image.
    expect(await pullPushed(hostOf(1), { ...asked, release: { ...release, deployment: ids.deployment(2) } })).toBe(
      undefined,
    );
    expect(await pullPushed(hostOf(1), { ...asked, image: `${repository("shop")}:none` })).toBe(undefined);
  });

  test("is refused with a wrong password, and without a registry, in words; nothing of it stays behind", async () => {
    expect(await refusal(push({ login: loginOf({ password: "wrong" }) }))).toMatchObject({
      class: "push-failed",
      sentence: expect.stringMatching(/refuses the login of its user|may not push/),
    });
    const nowhere = `${lab.address}:9/acme/shop`;
    expect(await refusal(push({ repository: nowhere }))).toMatchObject({
      sentence: expect.stringContaining(`cannot reach the registry ${lab.address}:9`),
    });
    expect(await namesOn(0)).not.toContain("acme/shop");
  });

  test("carries no login in any layer", async () => {
    await push();
    const history = await docker(lab.server(0), ["history", "--no-trunc", imageId]);
    const config = await docker(lab.server(0), ["inspect", imageId]);
    expect(history + config).not.toContain(loginOf().password);
    expect(
      await lab.server(0).exec(["sh", "-c", "cat /root/.docker/config.json 2>/dev/null || true"]),
    ).not.toMatchObject({
      stdout: expect.stringContaining("auth"),
    });
  });
});
