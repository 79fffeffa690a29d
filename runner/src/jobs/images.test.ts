import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PayloadOf, WorkloadSpec } from "../../contract/index.ts";
import { LeaseLost } from "../outcome.ts";
import { addImage } from "../testing/fake-docker/images.ts";
import { nextId } from "../testing/fake-docker/state.ts";
import { createRunnerInMemory, payloads, type Ran } from "../testing/fake-jobs.ts";
import { createFakeMachine, type FakeMachine } from "../testing/fake-machine.ts";

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "fairlead-images-"));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const tag = "registry.test/shop:latest";
const ofImage = (keepReleases: number): Partial<WorkloadSpec> => ({
  source: { kind: "image", image: tag, auth: "none" },
  build: { kind: "image" },
  keepReleases,
});
const deployOf = (
  number: number,
  {
    reuseImage = null,
    pushed = null,
    ...change
  }: Partial<WorkloadSpec> & { reuseImage?: string | null; pushed?: string | null } = {},
) => {
  const payload = payloads.deploy(number);
  return { ...payload, reuseImage, pushed, spec: { ...payload.spec, ...change } } satisfies PayloadOf<"deploy">;
};
/** Somebody pushes a new image under the same tag. */
const publish = ({ docker }: FakeMachine) => {
  docker.state.registry.set(tag, { id: `sha256:${nextId()}`, labels: {} });
};
const resourceImages = ({ docker }: FakeMachine) =>
  docker.state.images.filter(({ tags }) => !tags.includes("caddy:2.11")).map(({ id }) => id);
const succeeded = ({ result, error }: Ran) => {
  if (error) throw error;
  return result;
};
const aWorld = () => {
  const machine = createFakeMachine();
  return { machine, runner: createRunnerInMemory(machine, { name: "one", home }) };
};

describe("an application that is an image of a moving tag", () => {
  test("leaves one image when one release is kept, and none when it is removed", async () => {
    const { machine, runner } = aWorld();
    for (const number of [1, 2, 3, 4]) {
      publish(machine);
      succeeded(await runner.run(deployOf(number, ofImage(1))));
      expect(resourceImages(machine)).toEqual([machine.docker.state.registry.get(tag)?.id]);
    }
    succeeded(await runner.run(payloads.remove(1)));
    expect(resourceImages(machine)).toEqual([]);
  });

  test("leaves as many images as releases are kept for going back", async () => {
    const { machine, runner } = aWorld();
    for (const number of [1, 2, 3, 4]) {
      publish(machine);
      succeeded(await runner.run(deployOf(number, ofImage(2))));
    }
    expect(resourceImages(machine)).toHaveLength(2);
  });

  test("never takes an image that was on the server before", async () => {
    const { machine, runner } = aWorld();
    publish(machine);
    const theirs = addImage(machine.docker.state, { tag, ...machine.docker.state.registry.get(tag) }).id;
    succeeded(await runner.run(deployOf(1, ofImage(1))));
    publish(machine);
    succeeded(await runner.run(deployOf(2, ofImage(1))));
    succeeded(await runner.run(payloads.remove(1)));
    expect(resourceImages(machine)).toEqual([theirs]);
  });

  test("takes an image along that another resource of ours pulled, when it is the last to use it", async () => {
    const { machine, runner } = aWorld();
    publish(machine);
    succeeded(await runner.run(deployOf(1, ofImage(1))));
    const other = { application: "app_00000000000000000000000002" };
    succeeded(await runner.run(deployOf(2, { ...ofImage(1), ...other })));
    succeeded(await runner.run(payloads.remove(1)));
    expect(resourceImages(machine)).toHaveLength(1);
    succeeded(await runner.run({ ...payloads.remove(1), ...other }));
    expect(resourceImages(machine)).toEqual([]);
  });

  test("leaves nothing of a release that cannot be started", async () => {
    const { machine, runner } = aWorld();
    publish(machine);
    const container = { ...payloads.deploy(1).spec.container, cpus: 64 };
    expect((await runner.run(deployOf(1, { ...ofImage(1), container }))).error).toBeDefined();
    expect(resourceImages(machine)).toEqual([]);
  });
});

describe("an application that is built", () => {
  const imageOf = (ran: Ran) => {
    const result = succeeded(ran);
    if (result?.kind !== "deploy") throw new Error("only a deployment has an image");
    return result.image;
  };

  test("keeps the image that a rollback runs, counts it once, and forgets it when no release needs it", async () => {
    const { machine, runner } = aWorld();
    const images: string[] = [];
    for (const number of [1, 2, 3]) images.push(imageOf(await runner.run(deployOf(number))));
    const [first = "", second = "", third = ""] = images;
    expect(imageOf(await runner.run(deployOf(4, { reuseImage: second })))).toBe(second);
    expect(resourceImages(machine).sort()).toEqual([first, second, third].sort());
    expect(imageOf(await runner.run(deployOf(5, { reuseImage: first })))).toBe(first);
    for (const number of [6, 7, 8]) images.push(imageOf(await runner.run(deployOf(number))));
    expect(resourceImages(machine).sort()).toEqual(images.slice(3).sort());
  });

  test("forgets the image of an attempt that died after its build", async () => {
    const { machine, runner } = aWorld();
    addImage(machine.docker.state, { tag: "x:1" });
    const { labels } = await diedAfterBuild(machine, runner);
    expect(labels["fairlead.attempt"]).toBe("1");
    succeeded(await runner.run(deployOf(1), { attempt: 2 }));
    const built = machine.docker.state.images.filter((each) => each.labels["fairlead.managed"]);
    expect(built.map((each) => each.labels["fairlead.attempt"])).toEqual(["2"]);
  });

  async function diedAfterBuild(machine: FakeMachine, runner: ReturnType<typeof aWorld>["runner"]) {
    const dead = new LeaseLost("the process is gone");
    const hit = async ({ step, moment }: { step: string; moment: string }) => {
      if (step === "build" && moment === "after") throw dead;
    };
    await runner.run(deployOf(1), { failpoints: { hit } });
    const [image] = machine.docker.state.images.filter((each) => each.labels["fairlead.managed"]);
    if (!image) throw new Error("the dead attempt built nothing");
    return image;
  }
});

describe("an image that is on the server and in no registry", () => {
  test("is run as it is, told, and never removed", async () => {
    const { machine, runner } = aWorld();
    const { id } = addImage(machine.docker.state, { tag });
    const { log } = await runner.run(deployOf(1, ofImage(1)));
    expect(log.join("\n")).toContain("the one on the server came from none");
    succeeded(await runner.run(deployOf(2, ofImage(1))));
    succeeded(await runner.run(payloads.remove(1)));
    expect(resourceImages(machine)).toEqual([id]);
  });

  test("is no way around the registry of one that came from there", async () => {
    const { machine, runner } = aWorld();
    const { digests } = addImage(machine.docker.state, { tag });
    digests.push("registry.test/shop@sha256:1");
    expect((await runner.run(deployOf(1, ofImage(1)))).error).toMatchObject({ reason: "image-not-found" });
  });
});

describe("an application whose image is pushed", () => {
  const repository = "registry.test/acme/shop";
  const sha = "c".repeat(40);
  const push = { push: { repository, tag: "latest" } };
  const namesOf = ({ docker }: FakeMachine) =>
    docker.state.images.flatMap(({ tags, digests }) => [...tags, ...digests]).filter((name) => name.includes("acme"));

  test("lies there under its commit and its tag, and has no name of the registry on its server", async () => {
    const { machine, runner } = aWorld();
    const { log } = await runner.run(deployOf(1, push));
    const [built] = resourceImages(machine);
    const { registry } = machine.docker.state;
    expect([registry.get(`${repository}:${sha}`)?.id, registry.get(`${repository}:latest`)?.id]).toEqual([
      built,
      built,
    ]);
    expect(namesOf(machine)).toEqual([]);
    expect(log.join("\n")).not.toContain("hush");
  });

  test("that the registry refuses fails its deployment, which leaves nothing", async () => {
    const { machine, runner } = aWorld();
    machine.docker.state.refusesPush = "denied: requested access to the resource is denied";
    const { error, step } = await runner.run(deployOf(1, push));
    expect(step).toBe("push");
    expect(error).toMatchObject({
      failure: { class: "push-failed", sentence: expect.stringContaining("The user robot may not push to") },
    });
    expect([resourceImages(machine), namesOf(machine), machine.docker.state.containers]).toEqual([[], [], []]);
  });

  test("is pulled by a server that did not build it, and cleaned up there like one that was built", async () => {
    const { machine, runner } = aWorld();
    const release = payloads.deploy(1).spec;
    const labels = { "fairlead.managed": "true", "fairlead.application": release.application };
    const theirs = `sha256:${nextId()}`;
    const found = { id: theirs, labels: { ...labels, "fairlead.deployment": release.deployment } };
    machine.docker.state.registry.set(`${repository}:${sha}`, found);
    const result = succeeded(
      await runner.run(deployOf(1, { ...push, pushed: `${repository}:${sha}`, keepReleases: 1 })),
    );
    expect(result).toMatchObject({ image: theirs, commit: { sha } });
    expect([machine.docker.state.builds, namesOf(machine)]).toEqual([[], []]);
    succeeded(await runner.run(deployOf(2, { keepReleases: 1 })));
    expect(resourceImages(machine)).not.toContain(theirs);
  });

  test.each([
    ["is gone from there", undefined, "no more"],
    ["was overwritten by another one there", {}, "another image under its tag"],
  ])("and %s is built anew", async (_what, labels, words) => {
    const { machine, runner } = aWorld();
    if (labels) machine.docker.state.registry.set(`${repository}:${sha}`, { id: `sha256:${nextId()}`, labels });
    const ran = await runner.run(deployOf(1, { ...push, pushed: `${repository}:${sha}` }));
    expect(succeeded(ran)).toMatchObject({ kind: "deploy" });
    expect(machine.docker.state.builds).toHaveLength(1);
    expect(ran.log.join("\n")).toContain(words);
  });

  test("is not pushed again where it is only started again", async () => {
    const { machine, runner } = aWorld();
    const first = succeeded(await runner.run(deployOf(1, { ...push, keepReleases: 5 })));
    if (first?.kind !== "deploy") throw new Error("only a deployment has an image");
    machine.docker.state.registry.clear();
    succeeded(await runner.run(deployOf(2, { ...push, keepReleases: 5, reuseImage: first.image })));
    expect(machine.docker.state.registry.size).toBe(0);
  });
});
