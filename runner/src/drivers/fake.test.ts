import { describe } from "vitest";
import { imageTag } from "../plan/names.ts";
import { aSpec, ids } from "../testing/builders.ts";
import { driverLaws } from "./driver.suite.ts";
import { addFakeImage, createFakeDriver, createFakeServer } from "./fake.ts";

let made = 0;
const nextImage = () => `sha256:${String(++made).padStart(64, "a")}`;

describe("the fake driver", () => {
  driverLaws(async () => {
    const server = createFakeServer();
    const application = ids.application;
    const image = nextImage();
    addFakeImage(server, { id: image });
    return {
      application,
      driver: (effect) => createFakeDriver({ server, effect }),
      aRelease: ({ number, attempt = 1 }) => ({
        team: ids.team,
        application,
        deployment: ids.deployment(number),
        number,
        attempt,
      }),
      specOf: ({ deployment, number }) => aSpec({ deployment, number }),
      image,
      build: async (release) => {
        const id = nextImage();
        addFakeImage(server, { id, name: imageTag(release), application: release.application });
        return id;
      },
      pull: async () => {
        const id = nextImage();
        addFakeImage(server, { id });
        return id;
      },
      nameImage: async (id) => {
        const found = server.images.get(id);
        if (found) found.name = "somebody/else:1";
      },
      imagesLeft: async (asked) => asked.filter((id) => server.images.has(id)),
      let: (container) => server.crash(container, { exitCode: 3, isOutOfMemory: false, error: "" }),
    };
  });
});
