import { describe } from "vitest";
import { aSpec, ids } from "../testing/builders.ts";
import { driverLaws } from "./driver.suite.ts";
import { createFakeDriver, createFakeServer } from "./fake.ts";

describe("the fake driver", () => {
  driverLaws(async () => {
    const server = createFakeServer();
    const application = ids.application;
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
      image: `sha256:${"a".repeat(64)}`,
      let: (container) => server.crash(container, { exitCode: 3, isOutOfMemory: false, error: "" }),
    };
  });
});
