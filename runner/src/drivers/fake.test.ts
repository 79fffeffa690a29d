import { describe } from "vitest";
import { imageTag, labelsOf, type Release } from "../plan/names.ts";
import type { ObservedContainer } from "../plan/observed.ts";
import { aSpec, ids } from "../testing/builders.ts";
import { ownDriverLaws } from "./driver.suite.ts";
import { through } from "./driver-world.suite.ts";
import { createFakeDriver, createFakeServer } from "./fake.ts";
import { addFakeImage } from "./fake-images.ts";
import { createFakePlatform } from "./fake-platform.ts";
import { platformLaws } from "./platform.suite.ts";

let made = 0;
const nextImage = () => `sha256:${String(++made).padStart(64, "a")}`;

/** A server in memory with one image, and what the laws of drivers do to it. */
function aFakeWorld() {
  const server = createFakeServer();
  const resource = ids.resource;
  const image = nextImage();
  addFakeImage(server, { id: image });
  const bring = async () => {
    const id = nextImage();
    addFakeImage(server, { id });
    return id;
  };
  return {
    server,
    resource,
    image,
    aRelease: ({ number, attempt = 1 }: { number: number; attempt?: number }) => ({
      team: ids.team,
      resource,
      deployment: ids.deployment(number),
      number,
      attempt,
    }),
    specOf: ({ deployment, number }: Release) => aSpec({ deployment, number }),
    build: async (release: Release, labels = labelsOf) => {
      const id = nextImage();
      addFakeImage(server, { id, name: imageTag(release), labels: labels(release) });
      return id;
    },
    pull: bring,
    nameImage: async (id: string) => {
      const found = server.images.get(id);
      if (found) found.name = "somebody/else:1";
    },
    imagesLeft: async (asked: readonly string[]) => asked.filter((id) => server.images.has(id)),
    fileIn: async ({ id }: ObservedContainer, path: string) =>
      server.containers.find((each) => each.id === id)?.files.find((file) => file.path === path),
    let: (container: ObservedContainer) => server.crash(container, { exitCode: 3, isOutOfMemory: false, error: "" }),
  };
}

describe("the fake driver", () => {
  ownDriverLaws(async () => {
    const world = aFakeWorld();
    const { server } = world;
    return {
      ...world,
      driver: (effect) => createFakeDriver({ server, effect }),
      labelling: (labels) => createFakeDriver({ server, labels, effect: through }),
    };
  });
});

describe("the fake platform", () => {
  platformLaws(async () => {
    const world = aFakeWorld();
    const platform = { server: world.server, refuses: new Set<string>() };
    return {
      ...world,
      driver: (effect) => createFakePlatform(platform, effect),
      labelling: (labels) => createFakePlatform({ ...platform, labels }, through),
      brokenImage: async () => {
        const id = await world.pull();
        platform.refuses.add(id);
        return id;
      },
    };
  });
});
