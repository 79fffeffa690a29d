import { describe, expect, test } from "vitest";
import { imageTag, labelsOf } from "../../plan/names.ts";
import { aSpec, ids } from "../../testing/builders.ts";
import { endContainer } from "../../testing/fake-docker/containers.ts";
import { createFakeDocker } from "../../testing/fake-docker/fake-docker.ts";
import { addImage } from "../../testing/fake-docker/images.ts";
import { nextNumber } from "../../testing/fake-docker/state.ts";
import { labellingHost } from "../../testing/labelling-host.ts";
import { ownDriverLaws } from "../driver.suite.ts";
import { through } from "../driver-world.suite.ts";
import { createDockerDriver } from "./apply.ts";

const release = { team: ids.team, resource: ids.resource, deployment: ids.deployment(1), number: 1, attempt: 1 };

describe("the Docker driver over a daemon in memory", () => {
  ownDriverLaws(async () => {
    const docker = createFakeDocker();
    const host = await docker.connect();
    const resource = ids.resource;
    return {
      resource,
      driver: (effect) => createDockerDriver({ host, effect }),
      labelling: (labels) => createDockerDriver({ host: labellingHost(host, labels), effect: through }),
      aRelease: ({ number, attempt = 1 }) => ({
        team: ids.team,
        resource,
        deployment: ids.deployment(number),
        number,
        attempt,
      }),
      specOf: ({ deployment, number }) => aSpec({ deployment, number }),
      image: addImage(docker.state, { tag: "busybox:1" }).id,
      build: async (release, labels = labelsOf) =>
        addImage(docker.state, { tag: imageTag(release), labels: labels(release) }).id,
      pull: async () => addImage(docker.state, { tag: `registry.test/app:${nextNumber()}` }).id,
      nameImage: async (id) => void addImage(docker.state, { tag: "somebody/else:1", id }),
      imagesLeft: async (asked) => asked.filter((id) => docker.state.images.some((each) => each.id === id)),
      fileIn: async ({ id }, path) => docker.state.containers.find((each) => each.id === id)?.files.get(path),
      let: ({ id }) => {
        const container = docker.state.containers.find((each) => each.id === id);
        if (container) endContainer(container, { exitCode: 3, state: "restarting" });
      },
    };
  });
});

test("a container that ended before it was looked at has no address either, and the watch tells how it ended", async () => {
  const docker = createFakeDocker();
  const host = await docker.connect();
  const { id } = addImage(docker.state, { tag: "app:1" });
  const driver = createDockerDriver({
    host,
    effect: async (name, work) => {
      const done = await work();
      for (const each of name === "start" ? docker.state.containers : [])
        endContainer(each, { exitCode: 127, state: "restarting" });
      return done;
    },
  });
  const { container, watch } = await driver.start({ release, spec: aSpec(), image: id, env: {}, commit: undefined });
  expect(container.address).toBeUndefined();
  expect(await watch.exited).toMatchObject({ exitCode: 127 });
});

test("a container that runs without an address is refused at once and removed, instead of being asked at nowhere", async () => {
  const docker = createFakeDocker();
  docker.state.gives = () => "";
  const host = await docker.connect();
  const { id } = addImage(docker.state, { tag: "app:1" });
  const driver = createDockerDriver({ host, effect: (_name, work) => work() });
  const start = driver.start({ release, spec: aSpec(), image: id, env: {}, commit: undefined });
  await expect(start).rejects.toMatchObject({
    failure: {
      class: "invalid-spec",
      sentence: expect.stringContaining("no IPv4 address on the network fairlead-test"),
    },
  });
  expect(docker.state.containers).toEqual([]);
});
