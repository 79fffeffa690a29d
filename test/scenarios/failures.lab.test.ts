import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { containersOf } from "../support/containers.ts";
import { readFixture } from "../support/fixtures.ts";
import { watchAnswers } from "../support/watch-answers.ts";
import { aWorld, type World, type WorldApplication } from "../support/world.ts";

let world: World;
let application: WorldApplication;
let firstCommit: string;

beforeAll(async () => {
  world = await aWorld({ servers: [{ diskBytes: 2_500_000_000 }] });
  application = await world.anApplication({
    fixture: "healthy",
    name: "shop",
    settings: { health: { deadlineMs: 8_000 } },
  });
  const push = await world.push(application, { "version.txt": "one\n" });
  firstCommit = push.after;
  const first = await world.ended(application, push.after);
  if (first.status !== "succeeded") throw new Error(JSON.stringify(first.cause));
});
afterAll(() => world?.stop());

const asText = async (fixture: string) =>
  Object.fromEntries(Object.entries(await readFixture(fixture)).map(([path, bytes]) => [path, bytes.toString()]));

describe("a version that cannot serve leaves the old one serving and nothing behind", () => {
  test.each([
    ["never-healthy", ["never-ready"]],
    ["crash-after-2s", ["crashed"]],
    ["wrong-port", ["wrong-port"]],
    ["loopback-only", ["loopback-only"]],
    ["bad-dockerfile", ["build-failed"]],
    ["fills-disk", ["disk-full"]],
  ])("%s ends failed with its cause, evidence and next action", async (fixture, classes) => {
    const watch = watchAnswers(application);
    const push = await world.push(application, await asText(fixture), `Break it: ${fixture}`);
    const deployment = await world.ended(application, push.after);
    const { failed, commits } = await watch.stop();

    expect(deployment.status).toBe("failed");
    expect(classes).toContain(deployment.cause?.class);
    expect(deployment.cause?.sentence).not.toBe("");
    expect(deployment.cause?.nextAction).not.toBe("");
    expect(deployment.cause?.evidence.length).toBeGreaterThan(0);
    expect(failed).toEqual([]);
    expect(commits.at(-1)).toBe(firstCommit);
    expect(await containersOf(world.lab.server(0), deployment.id)).toEqual([]);
  });
});
