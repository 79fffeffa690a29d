import { describe } from "vitest";
import { aSpec, ids } from "../../testing/builders.ts";
import { endContainer } from "../../testing/fake-docker/containers.ts";
import { createFakeDocker } from "../../testing/fake-docker/fake-docker.ts";
import { addImage } from "../../testing/fake-docker/images.ts";
import { driverLaws } from "../driver.suite.ts";
import { createDockerDriver } from "./apply.ts";

describe("the Docker driver over a daemon in memory", () => {
  driverLaws(async () => {
    const docker = createFakeDocker();
    const host = await docker.connect();
    const application = ids.application;
    return {
      application,
      driver: (effect) => createDockerDriver({ host, effect }),
      aRelease: ({ number, attempt = 1 }) => ({
        team: ids.team,
        application,
        deployment: ids.deployment(number),
        number,
        attempt,
      }),
      specOf: ({ deployment, number }) => aSpec({ deployment, number }),
      image: addImage(docker.state, { tag: "busybox:1" }).id,
      let: ({ id }) => {
        const container = docker.state.containers.find((each) => each.id === id);
        if (container) endContainer(container, { exitCode: 3, state: "restarting" });
      },
    };
  });
});
